// Zstandard frames: RFC 8878 §3.1. Splits a stream into blocks before unpacking, so that no step yields more than one
// block (128 KiB) and no frame asks for an unreasonable window.
import { Decompress } from 'fzstd';

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const LARGEST_WINDOW = 128 * 1024 * 1024;
/** Magic number, descriptor, window descriptor, dictionary id and content size at their longest (§3.1.1.1). */
const LONGEST_FRAME_HEADER = 18;

export function isZstdMagic(magic: number): boolean {
  return magic === FRAME_MAGIC || (magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC;
}

interface FrameHeader {
  readonly length: number;
  readonly windowSize: number;
  readonly hasChecksum: boolean;
}

/** Feed compressed chunks to `add`, and call `step` while it says so; unpacked ones come out of `onData`. */
export class ZstdFrames {
  private readonly onData: (data: Uint8Array) => void;
  /** What was added and not taken yet lies from `start` to `end`: at most a chunk and what a block lacks. */
  private held = new Uint8Array(0);
  private start = 0;
  private end = 0;
  private frame: Decompress | null = null;
  /** Bytes of the frame that were handed on. */
  private handedOn = 0;
  private hasChecksum = false;
  private toSkip = 0;

  constructor(onData: (data: Uint8Array) => void) {
    this.onData = onData;
  }

  /** Takes in what follows; copied. */
  add(chunk: Uint8Array): void {
    const left = this.end - this.start;
    if (left + chunk.length <= this.held.length) this.held.copyWithin(0, this.start, this.end);
    else {
      const larger = new Uint8Array(left + chunk.length);
      larger.set(this.held.subarray(this.start, this.end));
      this.held = larger;
    }
    this.held.set(chunk, left);
    this.start = 0;
    this.end = left + chunk.length;
  }

  /**
   * Unpacks one block at most.
   * @returns false where more must be added first
   * @throws Error where the stream is not as RFC 8878 says
   */
  step(): boolean {
    return this.take(false);
  }

  /** Call after the last chunk; throws when the stream ends inside a frame. */
  finish(): void {
    while (this.take(true));
    if (this.frame || this.start < this.end || this.toSkip > 0) throw new Error('it ends in the middle of a frame');
  }

  private take(atEnd: boolean): boolean {
    const used = this.takeOne(this.held.subarray(this.start, this.end), atEnd);
    this.start += used;
    return used > 0;
  }

  /** Takes one frame header, block or stretch of a skippable frame; returns its length, 0 when it is not all there. */
  private takeOne(data: Uint8Array, atEnd: boolean): number {
    if (this.toSkip > 0) {
      const skipped = Math.min(this.toSkip, data.length);
      this.toSkip -= skipped;
      return skipped;
    }
    if (this.frame) return this.takeBlock(this.frame, data);
    if (data.length < 8 || (data.length < LONGEST_FRAME_HEADER && !atEnd)) return 0;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const magic = view.getUint32(0, true);
    if (magic !== FRAME_MAGIC) {
      if (!isZstdMagic(magic)) throw new Error(`0x${magic.toString(16)} stands where a frame should begin`);
      this.toSkip = view.getUint32(4, true);
      return 8;
    }
    const header = readFrameHeader(view);
    if (header.length > data.length) return 0;
    if (header.windowSize > LARGEST_WINDOW)
      throw new Error(`its window of ${header.windowSize} bytes is above 128 MiB`);
    this.hasChecksum = header.hasChecksum;
    this.frame = new Decompress((unpacked) => {
      if (unpacked.length > 0) this.onData(unpacked);
    });
    this.handedOn = header.length;
    this.frame.push(data.slice(0, header.length), false);
    return header.length;
  }

  /** §3.1.1.2: three bytes of header – last block, type, size – and the contents; type 1 repeats a single byte. */
  private takeBlock(frame: Decompress, data: Uint8Array): number {
    if (data.length < 3) return 0;
    const header = data[0]! | (data[1]! << 8) | (data[2]! << 16);
    const isLast = (header & 1) === 1;
    const contents = ((header >> 1) & 3) === 1 ? 1 : header >> 3;
    if (header >> 3 > 131_072) throw new Error('it has a block above 128 KiB');
    const length = 3 + contents + (isLast && this.hasChecksum ? 4 : 0);
    if (data.length < length) return 0;
    // The unpacking keeps, as they are, pieces of which it cannot make anything yet: the first ones, while they are very short.
    const isKept = this.handedOn + length < LONGEST_FRAME_HEADER;
    frame.push(isKept ? data.slice(0, length) : data.subarray(0, length), isLast);
    this.handedOn += length;
    if (isLast) this.frame = null;
    return length;
  }
}

function readFrameHeader(view: DataView): FrameHeader {
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3]!;
  const sizeFlag = descriptor >> 6;
  const sizeLength = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag;
  const sizeAt = (isSingleSegment ? 5 : 6) + dictionaryLength;
  const length = sizeAt + sizeLength;
  let windowSize = 0;
  if (!isSingleSegment) {
    const window = view.getUint8(5);
    const base = 2 ** (10 + (window >> 3));
    windowSize = base + (base / 8) * (window & 7);
  } else if (length <= view.byteLength) {
    if (sizeLength === 1) windowSize = view.getUint8(sizeAt);
    else if (sizeLength === 2) windowSize = view.getUint16(sizeAt, true) + 256;
    else if (sizeLength === 4) windowSize = view.getUint32(sizeAt, true);
    else windowSize = Number(view.getBigUint64(sizeAt, true));
  }
  return { length, windowSize, hasChecksum: (descriptor & 4) !== 0 };
}
