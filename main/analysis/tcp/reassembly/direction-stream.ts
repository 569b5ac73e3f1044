import { ArrivalHeap } from './arrival-heap';
import { LateOrder } from './late-order';
import { PieceList } from './piece-list';

/** A range of the stream of which the capture has no byte. */
export interface Gap {
  readonly offset: number;
  readonly length: number;
}

/** Bytes that came again, or came over others: `row` brought what an earlier packet had brought. */
export interface Overlap extends Gap {
  readonly row: number;
}

/** An overlap, with the bytes of the packet's payload in front of it. */
export interface LateRange extends Overlap {
  readonly skip: number;
}

/**
 * One direction of a connection's byte stream. Where packets overlap the first to arrive wins: a receiver that has a byte
 * keeps it (RFC 9293 §3.10.7.4 trims a segment to what is new).
 *
 * Segments that go on where the stream ended are kept as they come. All others can only fill gaps between those; they are
 * put in their places together when the stream is read, in O(n log n) whatever they look like.
 */
export class DirectionStream {
  private readonly forward = new PieceList();
  private readonly late = new PieceList();
  private merged: PieceList | null = null;
  private lateOrder: LateOrder | null = null;
  /** Offset behind the last byte seen. */
  end = 0;

  /**
   * Takes in a segment's payload; segments in the order of their arrival.
   * @param offset of its first byte in the stream; negative before the stream's first byte, and then cut
   */
  add(offset: number, length: number, row: number): void {
    const before = Math.max(0, -offset);
    if (length <= before) return;
    const start = offset + before;
    const stop = offset + length;
    this.merged = null;
    this.lateOrder = null;
    if (start < this.end) this.late.push(start, Math.min(stop, this.end) - start, row, before);
    if (stop > this.end) {
      const fresh = Math.max(start, this.end);
      this.forward.push(fresh, stop - fresh, row, fresh - offset);
      this.end = stop;
    }
  }

  /** Every byte that was captured, in the order of the stream. */
  get pieces(): PieceList {
    if (this.merged === null) this.merged = this.late.count === 0 ? this.forward : this.filled();
    return this.merged;
  }

  get gaps(): Gap[] {
    const { pieces } = this;
    const gaps: Gap[] = [];
    let at = 0;
    for (let i = 0; i < pieces.count; i++) {
      if (pieces.offset(i) > at) gaps.push({ offset: at, length: pieces.offset(i) - at });
      at = pieces.end(i);
    }
    return gaps;
  }

  /** Ranges that a packet brought although an earlier one had brought them: retransmitted, duplicated or conflicting bytes. */
  get overlaps(): Overlap[] {
    const { late, pieces } = this;
    const overlaps: Overlap[] = [];
    for (let i = 0; i < late.count; i++) {
      const row = late.row(i);
      for (let piece = pieces.at(late.offset(i)); piece < pieces.count; piece++) {
        if (pieces.offset(piece) >= late.end(i)) break;
        if (pieces.row(piece) === row) continue;
        const offset = Math.max(pieces.offset(piece), late.offset(i));
        overlaps.push({ row, offset, length: Math.min(pieces.end(piece), late.end(i)) - offset });
      }
    }
    return overlaps;
  }

  /** What came again of a range, in the order of the stream; no more than `most`. Does not go through the other overlaps. */
  again(from: number, to: number, most: number): LateRange[] {
    const { late } = this;
    if (late.count === 0) return [];
    this.lateOrder ??= new LateOrder(late);
    const found: LateRange[] = [];
    for (const i of this.lateOrder.touching(from, to)) {
      for (const range of this.losses(i, from, to)) found.push(range);
      if (found.length >= most) break;
    }
    return found;
  }

  /** Ranges that a packet brought though they had come before. */
  lateOf(row: number): LateRange[] {
    const { late } = this;
    const found: LateRange[] = [];
    for (let i = 0; i < late.count; i++) {
      if (late.row(i) === row) found.push(...this.losses(i, late.offset(i), late.end(i)));
    }
    return found;
  }

  /** Where a late segment lost against earlier ones. */
  private losses(index: number, from: number, to: number): LateRange[] {
    const { late, pieces } = this;
    const row = late.row(index);
    const start = Math.max(from, late.offset(index));
    const stop = Math.min(to, late.end(index));
    const losses: LateRange[] = [];
    for (let piece = pieces.at(start); piece < pieces.count && pieces.offset(piece) < stop; piece++) {
      if (pieces.row(piece) === row) continue;
      const offset = Math.max(pieces.offset(piece), start);
      const length = Math.min(pieces.end(piece), stop) - offset;
      losses.push({ row, offset, length, skip: late.skip(index) + offset - late.offset(index) });
    }
    return losses;
  }

  /** The forward pieces with the late ones in the gaps between them. */
  private filled(): PieceList {
    const { forward } = this;
    const late = this.resolvedLate();
    const all = new PieceList();
    let next = 0;
    let at = 0;
    for (let i = 0; i < forward.count; i++) {
      const start = forward.offset(i);
      while (next < late.count && late.end(next) <= at) next++;
      for (let k = next; k < late.count && late.offset(k) < start; k++) {
        const from = Math.max(at, late.offset(k));
        const to = Math.min(start, late.end(k));
        if (to > from) all.push(from, to - from, late.row(k), late.skip(k) + from - late.offset(k));
        if (late.end(k) > start) break;
        next = k + 1;
      }
      all.push(start, forward.length(i), forward.row(i), forward.skip(i));
      at = forward.end(i);
    }
    return all;
  }

  /** The late segments freed of overlaps among themselves: a sweep over their starts with the earliest arrival on top. */
  private resolvedLate(): PieceList {
    const { late } = this;
    const order = Uint32Array.from({ length: late.count }, (_, i) => i).sort((a, b) => late.offset(a) - late.offset(b));
    const resolved = new PieceList();
    const open = new ArrivalHeap();
    let next = 0;
    let at = 0;
    while (next < order.length || open.size > 0) {
      while (open.size > 0 && late.end(open.top as number) <= at) open.pop();
      if (open.size === 0) {
        if (next >= order.length) break;
        at = Math.max(at, late.offset(order[next] as number));
      }
      while (next < order.length && late.offset(order[next] as number) <= at) open.push(order[next++] as number);
      while (open.size > 0 && late.end(open.top as number) <= at) open.pop();
      const winner = open.top;
      if (winner === undefined) continue;
      const upTo =
        next < order.length ? Math.min(late.end(winner), late.offset(order[next] as number)) : late.end(winner);
      resolved.push(at, upTo - at, late.row(winner), late.skip(winner) + at - late.offset(winner));
      at = upTo;
    }
    return resolved;
  }
}
