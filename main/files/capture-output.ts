import { fsyncSync, writeSync } from 'node:fs';

const BUFFER_LENGTH = 1024 * 1024;

/**
 * A buffer in front of a file: writers ask for room, fill it in, and the file gets it in large pieces. Throws what the
 * file system throws, as ENOSPC.
 */
export class CaptureOutput {
  bytes = new Uint8Array(BUFFER_LENGTH);
  view = new DataView(this.bytes.buffer);
  /** First free byte of the buffer. */
  at = 0;
  /** Bytes that the file has received. */
  written = 0;
  private readonly descriptor: number;

  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** Where in the file the next byte goes. */
  get offset(): number {
    return this.written + this.at;
  }

  /** Makes sure that `length` bytes from `at` on may be filled in; the caller then moves `at`. */
  reserve(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    this.flush();
    if (length <= this.bytes.length) return;
    this.bytes = new Uint8Array(length);
    this.view = new DataView(this.bytes.buffer);
  }

  append(data: Uint8Array): void {
    this.reserve(data.length);
    this.bytes.set(data, this.at);
    this.at += data.length;
  }

  /** Zero bytes up to the next multiple of four, counted from `start`, an offset in the file. */
  pad(start: number): void {
    const missing = (4 - ((this.offset - start) & 3)) & 3;
    this.reserve(missing);
    this.bytes.fill(0, this.at, this.at + missing);
    this.at += missing;
  }

  flush(): void {
    let done = 0;
    try {
      while (done < this.at) done += writeSync(this.descriptor, this.bytes, done, this.at - done);
    } finally {
      this.written += done;
      this.bytes.copyWithin(0, done, this.at);
      this.at -= done;
    }
  }

  /** Overwrites four bytes that were already given to the file or still wait in the buffer. */
  patchUint32(offset: number, value: number): void {
    this.flush();
    const four = new Uint8Array(4);
    new DataView(four.buffer).setUint32(0, value, true);
    writeSync(this.descriptor, four, 0, 4, offset);
  }

  sync(): void {
    this.flush();
    fsyncSync(this.descriptor);
  }
}
