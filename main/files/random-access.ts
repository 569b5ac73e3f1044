import type { ByteSource } from './byte-source';

const BLOCK = 64 * 1024;
const MOST_BLOCKS = 64;

interface CachedBlock {
  number: number;
  bytes: Uint8Array;
  length: number;
  usedAt: number;
}

/** Bytes from anywhere in a file, at once, through a cache of 4 MiB: rows near one another cost one read. */
export class RandomAccess {
  private readonly source: ByteSource;
  private readonly blocks = new Map<number, CachedBlock>();
  private last: CachedBlock | null = null;
  private clock = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /**
   * Returns `length` bytes from `position`, fewer where the file ends. Without `into` the answer may lie in the cache:
   * it is to be read, not written, and holds until the next call.
   */
  readAt(position: number, length: number, into?: Uint8Array): Uint8Array {
    const number = Math.floor(position / BLOCK);
    const within = position - number * BLOCK;
    if (!into && within + length <= BLOCK) {
      const block = this.block(number, within + length);
      return block.bytes.subarray(Math.min(within, block.length), Math.min(within + length, block.length));
    }
    const target = into ?? new Uint8Array(length);
    const count =
      length >= 2 * BLOCK ? this.readThrough(target, position, length) : this.copy(target, position, length);
    return target.subarray(0, count);
  }

  /**
   * Fills `into` from a place that stands by itself: from the cache where it is there, and else past it, as a block would
   * cost more than the few bytes. Returns what was read, fewer bytes where the file ends.
   */
  readSparse(position: number, into: Uint8Array): Uint8Array {
    const number = Math.floor(position / BLOCK);
    const block = this.last?.number === number ? this.last : this.blocks.get(number);
    const within = position - number * BLOCK;
    if (block && within + into.length <= block.length) {
      into.set(block.bytes.subarray(within, within + into.length));
      return into;
    }
    return into.subarray(0, this.readThrough(into, position, into.length));
  }

  /** Forgets what was read, for a file that changed. */
  clear(): void {
    this.blocks.clear();
    this.last = null;
  }

  private copy(target: Uint8Array, position: number, length: number): number {
    let done = 0;
    while (done < length) {
      const number = Math.floor((position + done) / BLOCK);
      const within = position + done - number * BLOCK;
      const wanted = Math.min(length - done, BLOCK - within);
      const block = this.block(number, within + wanted);
      const there = Math.max(0, Math.min(wanted, block.length - within));
      target.set(block.bytes.subarray(within, within + there), done);
      done += there;
      if (there < wanted) break;
    }
    return done;
  }

  private readThrough(target: Uint8Array, position: number, length: number): number {
    let done = 0;
    while (done < length) {
      const count = this.source.readSync(target, done, length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  /** The block, read again when it was the file's last and now more of it is asked for. */
  private block(number: number, needed: number): CachedBlock {
    let block = this.last?.number === number ? this.last : this.blocks.get(number);
    if (!block) {
      block = this.oldestOrNew();
      block.number = number;
      block.length = 0;
      this.blocks.set(number, block);
    }
    while (block.length < needed) {
      const from = number * BLOCK + block.length;
      const count = this.source.readSync(block.bytes, block.length, BLOCK - block.length, from);
      if (count === 0) break;
      block.length += count;
    }
    block.usedAt = ++this.clock;
    this.last = block;
    return block;
  }

  private oldestOrNew(): CachedBlock {
    if (this.blocks.size < MOST_BLOCKS) return { number: -1, bytes: new Uint8Array(BLOCK), length: 0, usedAt: 0 };
    let oldest: CachedBlock | null = null;
    for (const block of this.blocks.values()) if (!oldest || block.usedAt < oldest.usedAt) oldest = block;
    this.blocks.delete(oldest!.number);
    return oldest!;
  }
}
