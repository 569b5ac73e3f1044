import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CaptureOutput } from './capture-output';
import { CaptureSaveError, explainSaveFailure } from './capture-save-error';

/**
 * Writes a file: beside it under a temporary name, then renamed, so that whatever goes wrong leaves the old file whole.
 * @returns what `write` returned
 * @throws CaptureSaveError saying what to do; the signal's reason when cancelled
 */
export async function replaceFile<Result>(
  path: string,
  signal: AbortSignal | undefined,
  write: (output: CaptureOutput) => Promise<Result>,
): Promise<Result> {
  let temporary: string | null = null;
  try {
    const { target, mode } = await resolveTarget(path);
    temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}`);
    const result = await writeTo(temporary, mode, write);
    signal?.throwIfAborted();
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return result;
  } catch (error) {
    if (temporary !== null) await rm(temporary, { force: true }).catch(() => {});
    if (signal?.aborted) throw signal.reason;
    throw explainSaveFailure(error, path);
  }
}

async function writeTo<Result>(
  temporary: string,
  mode: number,
  write: (output: CaptureOutput) => Promise<Result>,
): Promise<Result> {
  const descriptor = openSync(temporary, 'wx', mode);
  try {
    const output = new CaptureOutput(descriptor);
    const result = await write(output);
    output.sync();
    return result;
  } finally {
    closeSync(descriptor);
  }
}

/** Follows a link to the file behind it, so that the link stays one; keeps the permissions of a file replaced. */
async function resolveTarget(path: string): Promise<{ target: string; mode: number }> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!status) return { target: path, mode: 0o666 };
  if (status.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  if (!status.isFile()) throw new CaptureSaveError(`${path} is a device or pipe, not a file`, 'give a file name');
  return { target: await realpath(path), mode: status.mode & 0o777 };
}

/** Makes the new name last through a power cut; some systems cannot do that for a folder, and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
