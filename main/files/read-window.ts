import type { ByteSource } from './byte-source';

const READ_LENGTH = 4 * 1024 * 1024;
/** Room before each block for the record that the block before it left unfinished; any usual packet fits. */
const HEADROOM = 512 * 1024;

/**
 * The stretch of a file that is being parsed. Two buffers take turns: while one is parsed the next block is read into the
 * other, and what is left of an unfinished record is copied in front of it.
 */
export class ReadWindow {
  bytes: Uint8Array = new Uint8Array(HEADROOM + READ_LENGTH);
  view = new DataView(this.bytes.buffer);
  /** First byte not parsed yet, and first byte not filled, as indices into `bytes`. */
  position = HEADROOM;
  end = HEADROOM;
  /** File offset of `bytes[0]`; negative in the first window. */
  origin = -HEADROOM;
  /** How many bytes from `position` the parser needs before it can go on. */
  needed = 0;
  /** Why the last read failed, if it did; reading stops there as at the end. */
  readError: Error | null = null;

  private readonly source: ByteSource;
  private spare = new Uint8Array(HEADROOM + READ_LENGTH);
  private pending: Promise<number> | null = null;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** File offset after the last byte in the window. */
  get endOffset(): number {
    return this.origin + this.end;
  }

  /** File offset of the first byte not parsed yet. */
  get offset(): number {
    return this.origin + this.position;
  }

  /** Adds bytes behind those not parsed yet; false at the end of the source. Earlier bytes of the window are gone. */
  async fill(): Promise<boolean> {
    this.pending ??= this.readAhead(this.endOffset);
    const count = await this.pending;
    this.pending = null;
    if (count === 0) return false;
    if (this.end - this.position <= HEADROOM) this.takeSpare(count);
    else await this.growBy(count);
    this.pending = this.readAhead(this.endOffset);
    return true;
  }

  /** Waits for a read still under way, so that the source can be closed. */
  async settle(): Promise<void> {
    await this.pending;
    this.pending = null;
  }

  private takeSpare(count: number): void {
    const endOffset = this.endOffset;
    const left = this.end - this.position;
    const next = this.spare;
    next.set(this.bytes.subarray(this.position, this.end), HEADROOM - left);
    // A window grown for one huge record is not kept.
    this.spare = this.bytes.length === next.length ? (this.bytes as typeof next) : new Uint8Array(next.length);
    this.use(next, HEADROOM - left, HEADROOM + count, endOffset - HEADROOM);
  }

  /** For a record above the headroom: a window for it alone, at most doubled each time, since its length may be a lie. */
  private async growBy(count: number): Promise<void> {
    const endOffset = this.endOffset;
    const left = this.end - this.position;
    const wanted = Math.min(Math.max(this.needed - left, count), Math.max(left, count));
    const grown = new Uint8Array(left + wanted);
    grown.set(this.bytes.subarray(this.position, this.end));
    grown.set(this.spare.subarray(HEADROOM, HEADROOM + count), left);
    let end = left + count;
    while (end < grown.length) {
      const more = await this.guard(this.source.read(grown, end, grown.length - end, endOffset - left + end));
      if (more === 0) break;
      end += more;
    }
    this.use(grown, 0, end, endOffset - left);
  }

  private use(bytes: Uint8Array, position: number, end: number, origin: number): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = position;
    this.end = end;
    this.origin = origin;
  }

  private readAhead(position: number): Promise<number> {
    return this.guard(this.source.read(this.spare, HEADROOM, READ_LENGTH, position));
  }

  private guard(reading: Promise<number>): Promise<number> {
    return reading.catch((error: Error) => {
      this.readError = error;
      return 0;
    });
  }
}
