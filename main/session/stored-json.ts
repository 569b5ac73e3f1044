import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sentenceOf } from './refusal';

export interface StoredValue {
  /** Undefined where nothing is stored, or nothing that can be used. */
  readonly value: unknown;
  /** What was wrong with the stored file, in a sentence; null where nothing was. */
  readonly warning: string | null;
}

/** Reads a JSON file. One that does not parse is set aside under another name, so that what a user wrote into it is not lost. */
export async function readStored(path: string): Promise<StoredValue> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { value: undefined, warning: null };
    return { value: undefined, warning: `${path} cannot be read: ${sentenceOf(error)}` };
  }
  try {
    return { value: JSON.parse(text), warning: null };
  } catch {
    return { value: undefined, warning: await setAside(path, 'is not JSON') };
  }
}

/** Moves a file that cannot be used out of the way. @returns the sentence that says so */
export async function setAside(path: string, fault: string): Promise<string> {
  const aside = `${path}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    await rename(path, aside);
    return `${path} ${fault}; it was set aside as ${aside}.`;
  } catch (error) {
    return `${path} ${fault} and could not be set aside: ${sentenceOf(error)}`;
  }
}

/** Writes JSON so that a failure at any moment leaves either the old file or the new one, whole. */
export async function writeStored(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
