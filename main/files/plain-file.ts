import { close, fstatSync, read, readSync, statSync } from 'node:fs';
import type { ByteSource } from './byte-source';

/** An uncompressed file, read by descriptor: it stays readable when its name is taken away or given to another file. */
export class PlainFile implements ByteSource {
  private readonly path: string;
  readonly descriptor: number;
  private readonly inode: number;
  size: number;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.descriptor = descriptor;
    const status = fstatSync(descriptor);
    this.size = status.size;
    this.inode = status.ino;
  }

  read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.descriptor, into, at, length, position, (error, count) => {
        if (error) reject(error);
        else resolve(this.clip(position, count));
      });
    });
  }

  /** A file cut while it was being read can give zeros for what it no longer has; those do not count. */
  protected clip(position: number, count: number): number {
    this.refresh();
    return Math.max(0, Math.min(count, this.size - position));
  }

  readSync(into: Uint8Array, at: number, length: number, position: number): number {
    return readSync(this.descriptor, into, at, length, position);
  }

  refresh(): void {
    try {
      this.size = fstatSync(this.descriptor).size;
    } catch {
      // A file server that went away: what was known stays, and the next read tells.
    }
  }

  /** Whether the path still leads to the file that was opened. */
  nameNow(): 'same' | 'deleted' | 'replaced' {
    try {
      const status = statSync(this.path, { throwIfNoEntry: false });
      if (!status) return 'deleted';
      return status.ino === this.inode ? 'same' : 'replaced';
    } catch {
      // Out of sight, as in a folder that was closed to us, but not known to be gone.
      return 'same';
    }
  }

  cancel(): void {}

  close(): Promise<void> {
    return new Promise((resolve) => close(this.descriptor, () => resolve()));
  }
}
