import type { Fragment, FragmentOutcome, Reassembled } from '../dissection-context';
import { grown } from '../grown-array';
import type { FrameBytes } from './fragment-reassembly';
import type { Piece } from './pending-datagram';
import { assemblePieces } from './pending-datagram';

/** Frames on one page of the table that finds a frame's fragments. */
const pageBits = 10;
const pageFrames = 1 << pageBits;
const pageMask = pageFrames - 1;
/** Numbers kept of each fragment, in the order of the constants below. */
const stride = 7;
const frameAt = 0;
const offsetAt = 1;
const lengthAt = 2;
const startAt = 3;
const datagramAt = 4;
const keyHashAt = 5;
/** The next fragment in the same frame, plus 1; 0 ends the list. */
const nextAt = 6;
/** Bytes that may be kept of fragments that no frame holds as they are. */
const mostKeptBytes = 64 * 1024 * 1024;

interface Datagram {
  /** Its fragments are `pieces` of them from `first` on, in the order of arrival. */
  readonly first: number;
  readonly pieces: number;
  readonly completedBy: number;
  readonly length: number;
}

/**
 * What is remembered of whole datagrams: which frames hold their fragments, and where. 28 bytes a fragment, and none of its
 * own: those are read again from the frames. Only fragments that came out of reassembled or decoded data are kept.
 */
export class LearntFragments {
  private rows = new Int32Array(stride * 256);
  private count = 0;
  private readonly datagrams: Datagram[] = [];
  /** By frame: the number of its first row, plus 1. */
  private readonly pages: (Int32Array | undefined)[] = [];
  private readonly kept = new Map<number, Uint8Array>();
  private keptBytes = 0;
  private pageCount = 0;

  constructor(private readonly frameBytes: FrameBytes) {}

  get byteSize(): number {
    return this.rows.byteLength + this.pageCount * pageFrames * 4 + this.datagrams.length * 64 + this.keptBytes;
  }

  /** Remembers a datagram that `last` completed. */
  remember(last: Fragment, pieces: readonly Piece[], length: number): void {
    const datagram = this.datagrams.length;
    this.datagrams.push({
      first: this.count,
      pieces: pieces.length,
      completedBy: last.frame,
      length,
    });
    const keyHash = hash(last.key);
    for (const piece of pieces) this.addRow(piece, datagram, keyHash);
  }

  /** @returns null for a fragment of no whole datagram */
  outcome(fragment: Fragment): FragmentOutcome | null {
    const keyHash = hash(fragment.key);
    let row = (this.pages[fragment.frame >> pageBits]?.[fragment.frame & pageMask] ?? 0) - 1;
    for (; row >= 0; row = this.at(row, nextAt) - 1) {
      const same = this.at(row, offsetAt) === fragment.offset && this.at(row, startAt) === fragment.start;
      if (same && this.at(row, keyHashAt) === keyHash) return this.outcomeOf(row, fragment.frame);
    }
    return null;
  }

  private outcomeOf(row: number, frame: number): FragmentOutcome | null {
    const datagram = this.datagrams[this.at(row, datagramAt)] as Datagram;
    if (datagram.completedBy !== frame) return { kind: 'elsewhere', frame: datagram.completedBy };
    const whole = this.readAgain(datagram);
    return whole === null ? { kind: 'pending' } : { kind: 'complete', datagram: whole };
  }

  private readAgain(datagram: Datagram): Reassembled | null {
    const pieces: Piece[] = [];
    for (let row = datagram.first; row < datagram.first + datagram.pieces; row++) {
      const start = this.at(row, startAt);
      const length = this.at(row, lengthAt);
      const frame = this.at(row, frameAt);
      const bytes = start < 0 ? this.kept.get(row) : this.frameBytes(frame)?.slice(start, start + length);
      if (bytes === undefined || bytes.length < length) return null;
      pieces.push({ frame, offset: this.at(row, offsetAt), bytes, start });
    }
    return assemblePieces(pieces, datagram.length);
  }

  private addRow(piece: Piece, datagram: number, keyHash: number): void {
    if ((this.count + 1) * stride > this.rows.length) this.rows = grown(this.rows);
    const page = this.page(piece.frame);
    const slot = piece.frame & pageMask;
    const row = this.count++;
    const { frame, offset, bytes, start } = piece;
    this.rows.set([frame, offset, bytes.length, start, datagram, keyHash, page[slot] as number], row * stride);
    page[slot] = row + 1;
    if (start < 0 && this.keptBytes + bytes.length <= mostKeptBytes) {
      this.kept.set(row, bytes);
      this.keptBytes += bytes.length;
    }
  }

  private page(frame: number): Int32Array {
    const number = frame >> pageBits;
    let page = this.pages[number];
    if (page === undefined) {
      page = new Int32Array(pageFrames);
      this.pages[number] = page;
      this.pageCount++;
    }
    return page;
  }

  private at(row: number, column: number): number {
    return this.rows[row * stride + column] as number;
  }
}

/** FNV-1a: tells apart the few fragments that one frame can hold. */
function hash(key: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) value = Math.imul(value ^ key.charCodeAt(i), 0x01000193);
  return value | 0;
}
