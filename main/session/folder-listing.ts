import { opendir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Folder, FolderEntry } from '../../preload/contract/files';
import type { ReachableFiles } from './reachable-files';
import { Refusal, sentenceOf } from './refusal';

/** More entries than anyone scrolls through; a folder with millions of files must not fill the memory. */
const mostEntries = 20_000;

/** What is in a folder, folders first, each by name. Entries that may not be looked at are left out. */
export async function listFolder(path: string, reachable: ReachableFiles): Promise<Folder> {
  const folder = await reachable.reach(path);
  const names: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      names.push(entry.name);
      if (names.length === mostEntries) break;
    }
  } catch (error) {
    throw new Refusal(sentenceOf(error));
  }
  const entries = (await inBatches(names, 64, (name) => entryAt(join(folder, name), name, reachable))).filter(
    (entry) => entry !== null,
  );
  return { path: folder, parent: await parentOf(folder, reachable), entries: entries.sort(byKindAndName) };
}

async function entryAt(path: string, name: string, reachable: ReachableFiles): Promise<FolderEntry | null> {
  try {
    await reachable.reach(path);
    const found = await stat(path);
    if (!found.isDirectory() && !found.isFile()) return null;
    const kind = found.isDirectory() ? 'folder' : 'file';
    return { name, path, kind, sizeBytes: kind === 'file' ? found.size : 0, modifiedAt: found.mtimeMs };
  } catch {
    return null;
  }
}

async function parentOf(folder: string, reachable: ReachableFiles): Promise<string | null> {
  const parent = dirname(folder);
  if (parent === folder) return null;
  return reachable.reach(parent).catch(() => null);
}

function byKindAndName(a: FolderEntry, b: FolderEntry): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return a.name.localeCompare(b.name, 'en', { numeric: true, sensitivity: 'base' });
}

async function inBatches<In, Out>(
  items: readonly In[],
  size: number,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const done: Out[] = [];
  for (let start = 0; start < items.length; start += size)
    done.push(...(await Promise.all(items.slice(start, start + size).map(work))));
  return done;
}
