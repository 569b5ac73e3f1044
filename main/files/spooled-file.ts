import { close, openSync, read, readSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from './byte-source';
import { gunzipStream } from './gunzip-stream';
import { ZstdFrames } from './zstd-frames';

/** Free space that unpacking leaves on the disk, and how often it looks. */
const RESERVED_BYTES = 64 * 1024 * 1024;
const SPACE_CHECK_EVERY = 16 * 1024 * 1024;
const PIECE = 64 * 1024;
/** Unpacked at once before others have their turn: a few bytes of zstd can stand for 128 KiB. */
const LONG_OUTPUT = 2 * 1024 * 1024;

export interface SpoolProgress {
  /** Compressed bytes taken in so far, of how many. */
  readonly consumed: number;
  readonly total: number;
  /** Unpacked bytes written so far. */
  readonly written: number;
}

export interface SpoolOptions {
  readonly compression: 'gzip' | 'zstd';
  readonly path: string;
  /** Length of the compressed file. */
  readonly total: number;
  readonly temporaryDirectory?: string | undefined;
  readonly onProgress?: ((progress: SpoolProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A compressed file, unpacked into a temporary file so that any packet can be read again at once. Reading may begin while
 * unpacking goes on: a read beyond what there is waits for more.
 */
export class SpooledFile implements ByteSource {
  /** Unpacked so far. */
  size = 0;
  /** Why unpacking ended early, in words. */
  fault: string | null = null;

  private readonly options: SpoolOptions;
  private readonly descriptor: number;
  private readonly removeSpool: () => void;
  private readonly unpacking: Promise<void>;
  private consumed = 0;
  private done = false;
  private cancelled = false;
  private nextSpaceCheck = 0;
  private waiting: (() => void)[] = [];

  static async open(options: SpoolOptions): Promise<SpooledFile> {
    // mkdtemp makes the directory for its owner alone (0700).
    const directory = await mkdtemp(join(options.temporaryDirectory ?? tmpdir(), 'wirestate-'));
    return new SpooledFile(options, directory);
  }

  private constructor(options: SpoolOptions, directory: string) {
    this.options = options;
    const spool = join(directory, 'spool');
    const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
    try {
      this.descriptor = openSync(spool, 'wx+', 0o600);
    } catch (error) {
      removeDirectory();
      throw error;
    }
    if (process.platform === 'win32') {
      this.removeSpool = removeDirectory;
      process.once('exit', this.removeSpool);
    } else {
      // A file without a name vanishes with its last descriptor, however the process ends.
      removeDirectory();
      this.removeSpool = () => {};
    }
    this.unpacking = this.unpack();
  }

  /** An estimate of `size` when all is unpacked. */
  get expectedSize(): number {
    if (this.done || this.consumed === 0) return this.size;
    return Math.max(this.size, Math.round((this.size * this.options.total) / this.consumed));
  }

  async read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    while (position >= this.size && !this.done) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (position >= this.size) return 0;
    const wanted = Math.min(length, this.size - position);
    return new Promise((resolve, reject) => {
      read(this.descriptor, into, at, wanted, position, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  readSync(into: Uint8Array, at: number, length: number, position: number): number {
    const wanted = Math.min(length, this.size - position);
    return wanted <= 0 ? 0 : readSync(this.descriptor, into, at, wanted, position);
  }

  /** A compressed file is not followed: `size` is always up to date. */
  refresh(): void {}

  cancel(): void {
    this.cancelled = true;
  }

  async close(): Promise<void> {
    this.cancel();
    await this.unpacking;
    await new Promise<void>((resolve) => close(this.descriptor, () => resolve()));
    process.removeListener('exit', this.removeSpool);
    this.removeSpool();
  }

  private async unpack(): Promise<void> {
    try {
      if (this.options.compression === 'gzip') await this.unpackGzip();
      else await this.unpackZstd();
    } catch (error) {
      this.fault = explain(error as NodeJS.ErrnoException, this.options.compression);
    }
    this.done = true;
    this.wake();
  }

  private async unpackGzip(): Promise<void> {
    try {
      await gunzipStream(this.pieces(), (data) => this.append(data));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'Z_DATA_ERROR') throw error;
      // zlib keeps back what the faulty piece gave before its fault: go there again, and on by single bytes.
      let known = this.size;
      await gunzipStream(this.pieces(this.consumed), (data) => {
        const again = Math.min(known, data.length);
        known -= again;
        if (again < data.length) this.append(data.subarray(again));
      });
    }
  }

  private async unpackZstd(): Promise<void> {
    const frames = new ZstdFrames((data) => this.append(data));
    let rested = 0;
    for await (const piece of this.pieces()) {
      frames.add(piece);
      while (frames.step()) {
        this.throwIfCancelled();
        if (this.size - rested < LONG_OUTPUT) continue;
        rested = this.size;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    frames.finish();
  }

  /**
   * The compressed file, in single bytes from `careful` on; a piece holds until the next is asked for. `consumed` counts those
   * that were done with.
   */
  private async *pieces(careful = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    const file = await open(this.options.path, 'r');
    const bytes = new Uint8Array(PIECE);
    try {
      for (let at = 0; ; ) {
        this.throwIfCancelled();
        const { bytesRead } = await file.read(bytes, 0, PIECE, at);
        if (bytesRead === 0) break;
        const piece = bytes.subarray(0, bytesRead);
        if (at < careful) yield piece;
        else for (let byte = 0; byte < bytesRead; byte++) yield piece.subarray(byte, byte + 1);
        at += bytesRead;
        this.consumed = Math.max(this.consumed, at);
      }
    } finally {
      await file.close();
    }
  }

  private throwIfCancelled(): void {
    if (this.cancelled || this.options.signal?.aborted) throw new Error('unpacking was cancelled');
  }

  private append(data: Uint8Array): void {
    if (this.size >= this.nextSpaceCheck) this.checkSpace();
    let at = 0;
    while (at < data.length) at += writeSync(this.descriptor, data, at, data.length - at, this.size + at);
    this.size += data.length;
    this.options.onProgress?.({ consumed: this.consumed, total: this.options.total, written: this.size });
    this.wake();
  }

  private checkSpace(): void {
    const { bavail, bsize } = statfsSync(this.options.temporaryDirectory ?? tmpdir());
    if (bavail * bsize < RESERVED_BYTES + SPACE_CHECK_EVERY) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    this.nextSpaceCheck = this.size + SPACE_CHECK_EVERY;
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}

function explain(error: NodeJS.ErrnoException, compression: string): string {
  if (error.code === 'ENOSPC') return 'no more room for the unpacked bytes in the temporary directory';
  if (error.code === 'Z_BUF_ERROR') return 'the compressed file ends too early';
  return `${compression} data that cannot be unpacked (${error.message})`;
}
