/** More than this is not kept: then the reader is waited for. */
const mostKeptBytes = 128 * 1024 * 1024;
const retryMilliseconds = 1;

/**
 * Writes to a pipe without waiting for its reader: what the pipe does not take at once is kept here, so that the kernel's buffer,
 * which holds few packets, goes on being emptied.
 */
export class PatientWriter {
  private readonly kept: Uint8Array[] = [];
  private keptBytes = 0;
  /** Bytes of the first kept piece that are written. */
  private done = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly pause = new Int32Array(new SharedArrayBuffer(4));

  /** @param attempt writes from `start` on. @returns the bytes that it wrote, 0 where the pipe is full */
  constructor(private readonly attempt: (bytes: Uint8Array, start: number) => number) {}

  /** @param bytes the caller's again on return */
  write(bytes: Uint8Array): void {
    this.catchUp();
    const written = this.kept.length === 0 ? this.attempt(bytes, 0) : 0;
    if (written === bytes.length) return;
    // A Buffer's own `slice` would not copy.
    this.kept.push(new Uint8Array(bytes.subarray(written)));
    this.keptBytes += bytes.length - written;
    this.waitUntilKept(mostKeptBytes);
    this.timer ??= setInterval(() => this.catchUp(), retryMilliseconds);
  }

  /** Returns when all is written. */
  finish(): void {
    this.waitUntilKept(0);
  }

  private waitUntilKept(mostBytes: number): void {
    while (this.keptBytes > mostBytes) {
      Atomics.wait(this.pause, 0, 0, retryMilliseconds);
      this.catchUp();
    }
  }

  private catchUp(): void {
    for (let first = this.kept[0]; first !== undefined; first = this.kept[0]) {
      const written = this.attempt(first, this.done);
      this.keptBytes -= written;
      this.done += written;
      if (this.done < first.length) {
        if (written === 0) return;
        continue;
      }
      this.kept.shift();
      this.done = 0;
    }
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
