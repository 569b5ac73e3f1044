import type { PieceList } from './piece-list';

/** Late segments by where they begin, with how far any up to there reaches: those that touch a range are found by halving. */
export class LateOrder {
  private readonly order: Uint32Array;
  private readonly reach: Float64Array;

  constructor(private readonly late: PieceList) {
    this.order = Uint32Array.from({ length: late.count }, (_, i) => i).sort(
      (one, other) => late.offset(one) - late.offset(other) || one - other,
    );
    this.reach = new Float64Array(late.count);
    let furthest = 0;
    this.order.forEach((index, i) => {
      furthest = Math.max(furthest, late.end(index));
      this.reach[i] = furthest;
    });
  }

  /** Indexes of the late segments that have bytes from `from` to before `to`. */
  *touching(from: number, to: number): Generator<number> {
    const { order, late } = this;
    for (let i = this.firstReaching(from); i < order.length; i++) {
      const index = order[i] as number;
      if (late.offset(index) >= to) return;
      if (late.end(index) > from) yield index;
    }
  }

  private firstReaching(offset: number): number {
    let low = 0;
    let high = this.reach.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.reach[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
