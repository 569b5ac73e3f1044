import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DecodeAs } from '../../analysis/registry';
import type { Chunk } from '../../analysis/store/chunk';
import type { CaptureFile } from '../../files/capture-file';
import type { ReaderBatch, ReaderStart } from './reader-messages';

/** Built beside every entry. Where sources run as they are there is none, and one thread does all. */
const builtScript = join(__dirname, 'packet-reader.js');

/** Files of this size are worth a second thread, which takes some 50 MB for itself; smaller ones are read in a fraction of a second. */
const threadedBytes = 128 * 1024 * 1024;

/** How a file's packets are read. */
export interface ReadingOptions {
  readonly verifyChecksums?: boolean;
  readonly decodeAs?: readonly DecodeAs[];
  /** Program of the thread that reads the packets of large files; the one that was built, unless given. Null for no thread. */
  readonly readerScript?: string | null;
  /** Size from which on a file is large, in bytes. */
  readonly largeFrom?: number;
}

/** Begins to read in another thread where that is worth it; null where it is not, or cannot be. */
export function startReading(
  { shared, size }: Pick<CaptureFile, 'shared' | 'size'>,
  { readerScript, largeFrom = threadedBytes, decodeAs = [], verifyChecksums = false }: ReadingOptions,
  { memory }: Chunk,
): ReadingThread | null {
  const script = readerScript === undefined && existsSync(builtScript) ? builtScript : readerScript;
  if (shared === null || !script || size < largeFrom) return null;
  return new ReadingThread(script, { file: shared, decodeAs, verifyChecksums, firstChunk: memory });
}

/** The other end of the reading thread: its batches in their order. */
export class ReadingThread {
  private readonly worker: Worker;
  private readonly batches: ReaderBatch[] = [];
  private error: Error | null = null;
  private wake: (() => void) | null = null;
  private readonly taken = new Int32Array(new SharedArrayBuffer(4));

  constructor(script: string, start: Omit<ReaderStart, 'taken'>) {
    // Hardly anything is allocated there.
    this.worker = new Worker(script, {
      workerData: { ...start, taken: this.taken.buffer },
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.worker.on('message', (batch: ReaderBatch) => {
      this.batches.push(batch);
      this.wake?.();
    });
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the reading thread stopped unexpectedly')));
  }

  /** Whether it has sent more than was taken. */
  get isAhead(): boolean {
    return this.batches.length > 0;
  }

  /** @throws Error where the thread came to an end before the file did */
  async next(signal?: AbortSignal): Promise<ReaderBatch | null> {
    while (this.batches.length === 0) {
      if (this.error !== null) throw this.error;
      if (signal?.aborted) return null;
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.wake = wake;
        signal?.addEventListener('abort', wake);
      });
    }
    Atomics.add(this.taken, 0, 1);
    Atomics.notify(this.taken, 0);
    return this.batches.shift() as ReaderBatch;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.error ??= error;
    this.wake?.();
  }
}
