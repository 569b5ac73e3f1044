import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, payloadElsewhere } from '../../store/schema';

/** Reads bytes of the file into a buffer; fewer where the file ends. @returns those that were read */
export type ReadInto = (fileOffset: number, into: Uint8Array) => Uint8Array;

/** Framers look at few bytes of a segment, mostly its first. */
const windowLength = 2048;
const windowCount = 8;

/** A stretch of a segment's payload. */
interface Window {
  row: number;
  from: number;
  bytes: Uint8Array;
  readonly buffer: Uint8Array;
}

/** The payloads of segments, from the file. The last ones looked at are at hand. */
export class SegmentBytes {
  private readonly windows: Window[] = [];
  private next = 0;
  private last: Window | null = null;

  constructor(
    private readonly store: PacketStore,
    private readonly readInto: ReadInto,
  ) {}

  /** Whether the whole payload was captured and lies in the frame. Segments of fragmented datagrams are read by themselves. */
  isWhole(row: number): boolean {
    const chunk = this.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const start = chunk.payloadStart[at] as number;
    const end = start + (chunk.payloadLength[at] as number);
    return start !== payloadElsewhere && end <= (chunk.capturedLength[at] as number);
  }

  /** The first bytes of a payload, as many of the `length` as were captured in the frame; they hold until the next call. */
  captured(row: number, length: number): Uint8Array {
    const { store } = this;
    const start = store.get('payloadStart', row);
    if (start === payloadElsewhere) return new Uint8Array(0);
    const there = Math.min(length, store.get('payloadLength', row), store.get('capturedLength', row) - start);
    return there > 0 ? this.read(row, 0, there) : new Uint8Array(0);
  }

  /** Bytes of a whole payload; they hold until the next call. */
  read(row: number, from: number, length: number): Uint8Array {
    const { last } = this;
    if (last !== null && holds(last, row, from, length)) return part(last, from, length);
    for (const window of this.windows) if (holds(window, row, from, length)) return part(window, from, length);
    const { store } = this;
    const place = store.get('fileOffset', row) + store.get('payloadStart', row) + from;
    if (length > windowLength) return this.readInto(place, new Uint8Array(length));
    const window = this.oldest();
    const there = store.get('payloadLength', row) - from;
    window.row = row;
    window.from = from;
    window.bytes = this.readInto(place, window.buffer.subarray(0, Math.min(there, windowLength)));
    this.last = window;
    return part(window, from, length);
  }

  private oldest(): Window {
    const { windows } = this;
    if (windows.length < windowCount) {
      const buffer = new Uint8Array(windowLength);
      const window = { row: -1, from: 0, bytes: buffer, buffer };
      windows.push(window);
      return window;
    }
    const window = windows[this.next] as Window;
    this.next = (this.next + 1) % windowCount;
    return window;
  }
}

const holds = (window: Window, row: number, from: number, length: number): boolean =>
  window.row === row && from >= window.from && from + length <= window.from + window.bytes.length;

const part = ({ bytes, from: start }: Window, from: number, length: number): Uint8Array =>
  bytes.subarray(from - start, from - start + length);
