/** An error whose message is a sentence for the user: what is wrong, and what would be right. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The sentence to show for anything thrown. A system error's code is put into words, its stack is never shown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error) {
    const words = systemErrors[(error as NodeJS.ErrnoException).code ?? ''];
    const path = (error as NodeJS.ErrnoException).path;
    if (words !== undefined) return path === undefined ? `${words}.` : `${path}: ${words}.`;
    return error.message;
  }
  return String(error);
}

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you have no permission for it',
  EPERM: 'the system does not permit it',
  EISDIR: 'this is a folder, not a file',
  ENOTDIR: 'this is not a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk can only be read',
  EMFILE: 'too many files are open',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};
