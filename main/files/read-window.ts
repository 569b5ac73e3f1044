import type { ByteSource } from './byte-source';

/** Length of a read, and room before it for the record that the read before it left unfinished. */
export interface Size {
  readonly read: number;
  readonly headroom: number;
}

/** For the first read, so that rows come soon and small files cost little; a read that comes out full asks for more. */
const SMALL: Size = { read: 256 * 1024, headroom: 64 * 1024 };
const LARGE: Size = { read: 1024 * 1024, headroom: 128 * 1024 };
/** For a thread that reads by itself: what it copied is still in the processor's own cache when it is parsed. */
export const NEAR: Size = { read: 512 * 1024, headroom: 64 * 1024 };

interface ReadBuffer {
  readonly size: Size;
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/**
 * The stretch of a file that is being parsed. Two buffers take turns: while one is parsed the next block is read into the
 * other, and what is left of an unfinished record is copied in front of it.
 */
export class ReadWindow {
  bytes: Uint8Array;
  view: DataView;
  /** First byte not parsed yet, and first byte not filled, as indices into `bytes`. */
  position = SMALL.headroom;
  end = SMALL.headroom;
  /** File offset of `bytes[0]`; negative in the first window. */
  origin = -SMALL.headroom;
  /** How many bytes from `position` the parser needs before it can go on. */
  needed = 0;
  /** Why the last read failed, if it did; reading stops there as at the end. */
  readError: Error | null = null;

  private readonly source: ByteSource;
  private size = SMALL;
  /** What `bytes` belongs to; null for a window grown for one huge record. */
  private present: ReadBuffer | null;
  private spare: ReadBuffer;
  private pending: Promise<number> | null = null;

  /** @param large size of the reads behind the first ones */
  constructor(
    source: ByteSource,
    private readonly large: Size = LARGE,
  ) {
    this.source = source;
    this.present = makeBuffer(SMALL);
    this.spare = makeBuffer(SMALL);
    this.bytes = this.present.bytes;
    this.view = this.present.view;
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
    if (count === this.spare.size.read) this.size = this.large;
    if (this.end - this.position <= this.spare.size.headroom) this.takeSpare(count);
    else await this.growBy(count);
    this.pending = this.readAhead(this.endOffset);
    return true;
  }

  /** Goes on at another place of the source. What the window held is gone. */
  async moveTo(offset: number): Promise<void> {
    await this.settle();
    this.position = 0;
    this.end = 0;
    this.origin = offset;
  }

  /** Waits for a read still under way, so that the source can be closed. */
  async settle(): Promise<void> {
    await this.pending;
    this.pending = null;
  }

  private takeSpare(count: number): void {
    const { endOffset, present, spare } = this;
    const { headroom } = spare.size;
    const left = this.end - this.position;
    spare.bytes.set(this.bytes.subarray(this.position, this.end), headroom - left);
    this.bytes = spare.bytes;
    this.view = spare.view;
    this.position = headroom - left;
    this.end = headroom + count;
    this.origin = endOffset - headroom;
    this.present = spare;
    this.spare = present?.size === this.size ? present : makeBuffer(this.size);
  }

  /** For a record above the headroom: a window for it alone, at most doubled each time, since its length may be a lie. */
  private async growBy(count: number): Promise<void> {
    const endOffset = this.endOffset;
    const left = this.end - this.position;
    const wanted = Math.min(Math.max(this.needed - left, count), Math.max(left, count));
    const grown = new Uint8Array(left + wanted);
    grown.set(this.bytes.subarray(this.position, this.end));
    const { bytes, size } = this.spare;
    grown.set(bytes.subarray(size.headroom, size.headroom + count), left);
    let end = left + count;
    while (end < grown.length) {
      const more = await this.guard(this.source.read(grown, end, grown.length - end, endOffset - left + end));
      if (more === 0) break;
      end += more;
    }
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
    this.position = 0;
    this.end = end;
    this.origin = endOffset - left;
    this.present = null;
  }

  private readAhead(position: number): Promise<number> {
    const { bytes, size } = this.spare;
    return this.guard(this.source.read(bytes, size.headroom, size.read, position));
  }

  private guard(reading: Promise<number>): Promise<number> {
    return reading.catch((error: Error) => {
      this.readError = error;
      return 0;
    });
  }
}

function makeBuffer(size: Size): ReadBuffer {
  const bytes = new Uint8Array(size.headroom + size.read);
  return { size, bytes, view: new DataView(bytes.buffer) };
}
