import type { PieceList } from '../../analysis/tcp/reassembly/piece-list';
import type { CaptureAnalysis } from '../capture-analysis';
import { capturedPayload, payloadOf } from './payload';

/** A stretch of one end's stream with the packet that brought it. */
export interface BroughtRange {
  readonly offset: number;
  readonly length: number;
  readonly row: number;
}

/** One end's stream by its own offsets, read from the file range by range. */
export class SenderBytes {
  constructor(
    private readonly analysis: CaptureAnalysis,
    readonly pieces: PieceList,
  ) {}

  isMissing(offset: number): boolean {
    const piece = this.pieces.at(offset);
    return piece >= this.pieces.count || offset < this.pieces.offset(piece) || offset >= this.capturedEnd(piece);
  }

  /** Where the bytes that are there, or the gap, end that an offset lies in; not sought beyond `limit`. */
  runEnd(offset: number, limit: number): number {
    const { pieces } = this;
    let at = offset;
    let piece = pieces.at(offset);
    if (this.isMissing(offset)) {
      if (piece < pieces.count && offset >= pieces.offset(piece)) piece++;
      while (piece < pieces.count && this.capturedEnd(piece) <= pieces.offset(piece)) piece++;
      return Math.min(limit, piece < pieces.count ? pieces.offset(piece) : limit);
    }
    for (; piece < pieces.count && at < limit && pieces.offset(piece) <= at; piece++) {
      at = this.capturedEnd(piece);
      if (at < pieces.end(piece)) break;
    }
    return Math.min(limit, at);
  }

  /** Copies a range; what is missing of it is left zero. */
  read(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, to - from));
    for (const { offset, length, row, skip } of this.within(from, to)) {
      bytes.set(payloadOf(this.analysis, row).subarray(skip, skip + length), offset - from);
    }
    return bytes;
  }

  /** Which packets brought a range. */
  *within(from: number, to: number): Generator<BroughtRange & { readonly skip: number }> {
    const { pieces } = this;
    for (let piece = pieces.at(from); piece < pieces.count && pieces.offset(piece) < to; piece++) {
      const offset = Math.max(from, pieces.offset(piece));
      const length = Math.min(to, this.capturedEnd(piece)) - offset;
      const skip = pieces.skip(piece) + offset - pieces.offset(piece);
      if (length > 0) yield { offset, length, row: pieces.row(piece), skip };
    }
  }

  /** The packet that brought the byte at an offset; of a missing one that of the next. */
  rowAt(offset: number): number {
    const { pieces } = this;
    if (pieces.count === 0) return 0;
    return pieces.row(Math.min(pieces.at(offset), pieces.count - 1));
  }

  private capturedEnd(piece: number): number {
    const { pieces, analysis } = this;
    const here = capturedPayload(analysis, pieces.row(piece)) - pieces.skip(piece);
    return pieces.offset(piece) + Math.max(0, Math.min(pieces.length(piece), here));
  }
}
