/**
 * Where a reader takes its bytes from: a plain file, or the spool that a compressed file is unpacked into. Offsets are
 * those of the uncompressed contents.
 */
export interface ByteSource {
  /** Bytes there are, as far as known; grows with a growing file and while a spool is being filled. */
  readonly size: number;
  /** Reads up to `length` bytes to `into[at]`; resolves to how many, 0 at the end. Waits for a spool still being filled. */
  read(into: Uint8Array, at: number, length: number, position: number): Promise<number>;
  /** The same at once, with what is there now. */
  readSync(into: Uint8Array, at: number, length: number, position: number): number;
  /** Brings `size` up to date. */
  refresh(): void;
  /** Makes reads that wait for more give up; to be called before the last of them is awaited and `close` is called. */
  cancel(): void;
  close(): Promise<void>;
}
