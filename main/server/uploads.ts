import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal, sentenceOf } from '../session/refusal';

/** Copies of the files that were dropped on a window, in a private folder that is removed at the end. */
export class Uploads {
  private received = 0;

  private constructor(readonly folder: string) {}

  static async create(): Promise<Uploads> {
    // mkdtemp makes the folder readable by its owner alone.
    return new Uploads(await mkdtemp(join(tmpdir(), 'wirestate-')));
  }

  /**
   * Writes a request's body to a file while it arrives.
   * @returns the file's path
   */
  async receive(request: IncomingMessage, name: string): Promise<string> {
    const announced = Number(request.headers['content-length'] ?? 0);
    const disk = await statfs(this.folder);
    if (announced > disk.bavail * disk.bsize)
      throw new Refusal(`The disk has no room for the ${announced} bytes of ${name}.`);
    this.received += 1;
    const folder = join(this.folder, String(this.received));
    await mkdir(folder, { mode: 0o700 });
    const path = join(folder, safeName(name));
    try {
      await pipeline(request, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return path;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw new Refusal(`${name} was not received whole: ${sentenceOf(error)}`);
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The name as given where every system takes it as a name, so that the window shows what the user dropped. */
function safeName(name: string): string {
  const kept = basename(name.replaceAll('\\', '/')).replaceAll(/[\p{Cc}<>:"/|?*]/gu, '_');
  return kept === '' || kept === '.' || kept === '..' ? 'capture' : kept.slice(-150);
}
