/** Why a capture could not be saved, and what to do about it. The file that was there before is whole. */
export class CaptureSaveError extends Error {
  override readonly name = 'CaptureSaveError';
  readonly reason: string;
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(`${reason}; ${remedy}.`);
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** Puts an error of the file system into words that say what to do. */
export function explainSaveFailure(error: unknown, path: string): Error {
  if (error instanceof CaptureSaveError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const [problem, remedy] = causes[code ?? ''] ?? [`it failed (${message})`, 'save to another place'];
  return code === undefined ? (error as Error) : new CaptureSaveError(`${path} cannot be saved: ${problem}`, remedy);
}

const causes: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'make room on it or save to another disk; what was there before is unchanged'],
  EDQUOT: ['your quota is used up', 'make room or save to another disk; what was there before is unchanged'],
  EFBIG: ['the file would be larger than the disk allows', 'save fewer packets or save to another disk'],
  EACCES: ['there is no permission to write in its folder', 'save to a folder that is yours'],
  EPERM: ['writing in its folder is not allowed', 'save to a folder that is yours'],
  EROFS: ['the disk is read-only', 'save to another disk'],
  ENOENT: ['its folder does not exist', 'make the folder or choose another'],
  ENOTDIR: ['a part of its path is not a folder', 'choose another path'],
  EISDIR: ['it is a folder', 'give a file name in it'],
  EBUSY: ['another program holds the file', 'close it there or save under another name'],
  ENAMETOOLONG: ['its name is too long', 'choose a shorter one'],
};
