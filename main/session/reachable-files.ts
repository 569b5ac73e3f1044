import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Refusal, sentenceOf } from './refusal';

/**
 * Which files a window may name. On the desktop all that the user may; in the browser shell those under its roots, and what was
 * permitted one by one (the file it was started with, uploads, samples). Symbolic links are followed before it is decided,
 * so that a link inside a root opens nothing outside.
 */
export class ReachableFiles {
  private permitted: readonly string[] = [];
  private readonly roots: readonly string[] | null;

  /** @param roots absolute folders; undefined for no limit */
  constructor(roots: readonly string[] | undefined) {
    this.roots = roots?.map((root) => resolve(root)) ?? null;
  }

  get limited(): boolean {
    return this.roots !== null;
  }

  /** The folders to begin in. */
  async startingFolders(home: string): Promise<readonly string[]> {
    if (this.roots === null) return [home];
    const real = await Promise.all(this.roots.map((root) => realpath(root).catch(() => null)));
    return [...new Set(real.filter((root) => root !== null))];
  }

  /** Lets windows name this file, or this folder and all in it, though it is under no root. */
  permit(path: string): void {
    this.permitted = [...this.permitted, resolve(path)];
  }

  /** @returns the path with its symbolic links followed, where limited; @throws Refusal where it may not be named or is not there */
  async reach(path: string): Promise<string> {
    if (!isAbsolute(path)) throw new Refusal(`${path} is not a whole path; one begins with ${sep}.`);
    if (this.roots === null) return resolve(path);
    const real = await realpath(path).catch((error: unknown) => error as Error);
    if (typeof real !== 'string') {
      // What lies outside must not be told apart by whether it exists.
      if (!(await this.allows(resolve(path)))) throw this.outside(path);
      throw new Refusal(sentenceOf(real));
    }
    if (!(await this.allows(real))) throw this.outside(path);
    return real;
  }

  /** The same for a file that need not exist yet: its folder must be reachable. */
  async reachNew(path: string): Promise<string> {
    if (!isAbsolute(path)) throw new Refusal(`${path} is not a whole path; one begins with ${sep}.`);
    if (this.roots === null) return resolve(path);
    const existing = await realpath(path).catch(() => null);
    if (existing !== null) return this.reach(path);
    return join(await this.reach(dirname(resolve(path))), basename(path));
  }

  private async allows(real: string): Promise<boolean> {
    const bases = await Promise.all(
      [...(this.roots ?? []), ...this.permitted].map((base) => realpath(base).catch(() => null)),
    );
    return bases.some((base) => base !== null && isWithin(base, real));
  }

  private outside(path: string): Refusal {
    return new Refusal(
      `${path} is outside the folders that this window may look into (${(this.roots ?? []).join(', ')}); start with --root to add one.`,
    );
  }
}

export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
