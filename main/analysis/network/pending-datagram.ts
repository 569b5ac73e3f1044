import type { Fragment, Reassembled } from '../dissection-context';

/** A fragment as it is kept: where it lies, and its bytes. */
export interface Piece {
  readonly frame: number;
  /** Place in the datagram's payload. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Offset of the bytes in the frame; -1 where they are not the frame's own. */
  readonly start: number;
}

/** More than a datagram can have of fragments that carry anything worth their header. */
const mostPieces = 4096;

/** One datagram of which fragments have come. */
export class PendingDatagram {
  /** In the order of arrival. */
  readonly pieces: Piece[] = [];
  byteSize = 0;
  private readonly inPlace: Piece[] = [];
  /** Length of the whole payload; -1 until the last fragment has come. The first that claims to be the last is believed. */
  private length = -1;

  get full(): boolean {
    return this.pieces.length >= mostPieces;
  }

  /** Whether this very fragment of the newest frame was added before. */
  holds({ frame, offset, bytes, start }: Fragment): boolean {
    for (let i = this.pieces.length - 1; i >= 0 && this.pieces[i]?.frame === frame; i--) {
      const piece = this.pieces[i] as Piece;
      if (piece.offset === offset && piece.start === start && piece.bytes.length === bytes.length) return true;
    }
    return false;
  }

  add({ frame, offset, more, bytes, start }: Fragment): void {
    // A copy: the buffer that a frame is read into is used again for the next.
    const piece = { frame, offset, bytes: bytes.slice(), start };
    this.pieces.push(piece);
    this.byteSize += bytes.length;
    if (!more && this.length < 0) this.length = offset + bytes.length;
    let at = this.inPlace.length;
    while (at > 0 && (this.inPlace[at - 1] as Piece).offset > offset) at--;
    this.inPlace.splice(at, 0, piece);
  }

  /** @returns the datagram where no byte of it is missing any more */
  assemble(): Reassembled | null {
    if (this.length < 0 || this.byteSize < this.length || !coversAll(this.inPlace, this.length)) return null;
    return assemblePieces(this.pieces, this.length);
  }
}

function coversAll(inPlace: readonly Piece[], length: number): boolean {
  let reached = 0;
  for (const piece of inPlace) {
    if (piece.offset > reached || reached >= length) break;
    reached = Math.max(reached, piece.offset + piece.bytes.length);
  }
  return reached >= length;
}

/**
 * Puts pieces in their places. Where two overlap, the one that came first stands.
 * @param pieces in the order of arrival; together they cover the whole length
 */
export function assemblePieces(pieces: readonly Piece[], length: number): Reassembled {
  const bytes = new Uint8Array(length);
  const written = new Uint8Array(length);
  let conflicting = false;
  for (const piece of pieces) {
    const end = Math.min(length, piece.offset + piece.bytes.length);
    for (let at = piece.offset; at < end; at++) {
      const octet = piece.bytes[at - piece.offset] as number;
      if (written[at] === 0) {
        bytes[at] = octet;
        written[at] = 1;
      } else if (bytes[at] !== octet) conflicting = true;
    }
  }
  const inPlace = [...pieces].sort((one, other) => one.offset - other.offset);
  const fragments = inPlace.map((piece) => ({
    frame: piece.frame,
    start: piece.offset,
    length: piece.bytes.length,
  }));
  return { bytes, fragments, conflicting };
}
