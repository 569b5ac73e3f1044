// A tap may write files in turns instead of a pipe. A pipe holds little: where this process comes late, or each packet is a write of
// its own, the kernel's buffer fills. Of files it can be behind without a loss, and should it be killed, they are still there.
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const pollMilliseconds = 25;
const pieceLength = 1024 * 1024;
/** Other work has its turn after so much. */
const piecesInTurn = 4;

/** What a tap is told to write to; a number and the time come before the last dot. */
export const tapFilePattern = (path: string, tap: number): string => `${path}.tap-${tap}`;

/** Those that are there, of each tap in the order in which they were begun. */
export async function tapFilesOf(path: string): Promise<readonly (readonly string[])[]> {
  const folder = dirname(path);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(`${basename(path)}_`));
  const taps = new Map<string, string[]>();
  for (const name of names) {
    const [, number, time, tap] = /_(\d{5})_(\d{14})\.tap-(\d+)$/.exec(name) ?? [];
    if (tap !== undefined) taps.set(tap, [...(taps.get(tap) ?? []), `${time}${number} ${name}`]);
  }
  return [...taps.values()].map((files) => files.sort().map((file) => join(folder, file.slice(file.indexOf(' ') + 1))));
}

/** Reads the files of one tap as they grow, and removes each when it is over. */
export class TapFiles {
  private readonly paths: string[] = [];
  private descriptor: number | null = null;
  private timer: NodeJS.Timeout | null = null;
  private whenRead: (() => void) | null = null;
  private isScheduled = false;
  private readonly piece = new Uint8Array(pieceLength);

  /** @param take is given the bytes as they come; they are the reader's own again on return */
  constructor(private readonly take: (bytes: Uint8Array) => void) {}

  /** The tap has begun this file; the one before is whole. */
  began(path: string): void {
    this.paths.push(path);
    this.timer ??= setInterval(() => this.read(), pollMilliseconds);
  }

  /** The tap has ended. @param whenRead called when all is read */
  end(whenRead: () => void): void {
    this.whenRead = whenRead;
    this.read();
  }

  private read(): void {
    for (let pieces = 0; pieces < piecesInTurn; pieces++) {
      if (this.paths.length === 0) break;
      const length = this.readPiece(this.paths[0]!);
      if (length > 0) this.take(this.piece.subarray(0, length));
      else if (this.paths.length > 1 || this.whenRead !== null) this.remove();
      else return;
    }
    if (this.paths.length > 0) this.readOn();
    else if (this.whenRead !== null) this.finish(this.whenRead);
  }

  private readOn(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.read();
    });
  }

  /** @returns 0 where there is nothing (more), or where somebody has taken the file away */
  private readPiece(path: string): number {
    try {
      this.descriptor ??= openSync(path, 'r');
      return readSync(this.descriptor, this.piece, 0, pieceLength, null);
    } catch {
      return 0;
    }
  }

  private remove(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
    rmSync(this.paths.shift()!, { force: true });
  }

  private finish(whenRead: () => void): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.whenRead = null;
    whenRead();
  }
}
