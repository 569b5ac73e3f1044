import { close, fstatSync, read, readSync, statSync } from 'node:fs';
import type { ByteSource } from './byte-source';

/** An uncompressed file, read by descriptor: it stays readable when its name is taken away or given to another file. */
export class PlainFile implements ByteSource {
  private readonly path: string;
  private readonly descriptor: number;
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
      read(this.descriptor, into, at, length, position, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  readSync(into: Uint8Array, at: number, length: number, position: number): number {
    return readSync(this.descriptor, into, at, length, position);
  }

  refresh(): boolean {
    const before = this.size;
    this.size = fstatSync(this.descriptor).size;
    return this.size > before;
  }

  /** Whether the path still leads to the file that was opened. */
  nameNow(): 'same' | 'deleted' | 'replaced' {
    const status = statSync(this.path, { throwIfNoEntry: false });
    if (!status) return 'deleted';
    return status.ino === this.inode ? 'same' : 'replaced';
  }

  cancel(): void {}

  close(): Promise<void> {
    return new Promise((resolve) => close(this.descriptor, () => resolve()));
  }
}
