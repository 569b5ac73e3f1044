import type { StreamRun } from '../../message-framing';
import type { PieceList } from '../reassembly/piece-list';
import type { SegmentBytes } from './segment-bytes';

/** Reads one direction's stream in the order of its bytes, one run without gaps after the other. */
export class StreamReader implements StreamRun {
  end = 0;
  private lastPiece = 0;

  constructor(
    private readonly pieces: PieceList,
    private readonly segments: SegmentBytes,
  ) {}

  isReadable(piece: number): boolean {
    return this.segments.isWhole(this.pieces.row(piece));
  }

  /** Makes the run that a readable piece lies in the present one. */
  enter(piece: number): void {
    const { pieces } = this;
    if (pieces.offset(piece) < this.end) return;
    let end = pieces.end(piece);
    for (let next = piece + 1; next < pieces.count; next++) {
      if (pieces.offset(next) !== end || !this.isReadable(next)) break;
      end = pieces.end(next);
    }
    this.end = end;
  }

  bytes(offset: number, length: number): Uint8Array {
    const { pieces } = this;
    const wanted = Math.max(0, Math.min(length, this.end - offset));
    let piece = this.pieceAt(offset);
    const within = offset - pieces.offset(piece);
    if (within + wanted <= pieces.length(piece)) return this.read(piece, within, wanted);
    const joined = new Uint8Array(wanted);
    for (let done = 0; done < wanted; piece++) {
      const from = offset + done - pieces.offset(piece);
      const here = Math.min(wanted - done, pieces.length(piece) - from);
      joined.set(this.read(piece, from, here), done);
      done += here;
    }
    return joined;
  }

  private read(piece: number, from: number, length: number): Uint8Array {
    return this.segments.read(this.pieces.row(piece), this.pieces.skip(piece) + from, length);
  }

  /** Framers ask again and again near where they asked before. */
  private pieceAt(offset: number): number {
    const { pieces } = this;
    for (let piece = this.lastPiece; piece < this.lastPiece + 2 && piece < pieces.count; piece++) {
      if (offset >= pieces.offset(piece) && offset < pieces.end(piece)) {
        this.lastPiece = piece;
        return piece;
      }
    }
    this.lastPiece = Math.min(pieces.at(offset), pieces.count - 1);
    return this.lastPiece;
  }
}
