import { PlainFile } from './plain-file';

/**
 * A file by the descriptor of another thread, which closes it. Reads are made at once: the thread has nothing else to do
 * meanwhile, and what it has just copied itself lies nearer than what a helper thread copied.
 */
export class BorrowedFile extends PlainFile {
  override async read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    return this.clip(position, this.readSync(into, at, length, position));
  }

  override async close(): Promise<void> {}
}
