import type { PacketStore } from '../store/packet-store';
import { noRow } from './unacknowledged';

const stride = 4096;

/** Finds the row before any row of a conversation, whose rows are linked forwards only, without going through all of them. */
export class RowTrail {
  /** Every `stride`th row. */
  private readonly marks: number[];
  private steps = 0;
  private reached: number;

  constructor(
    private readonly store: PacketStore,
    readonly first: number,
  ) {
    this.marks = [first];
    this.reached = first;
  }

  /** @returns `noRow` for the first */
  before(row: number): number {
    if (row === this.first) return noRow;
    let previous = this.start(row);
    for (let at = previous; at < row; at = this.store.get('nextInStream', at)) {
      previous = at;
      if (at === this.reached && at !== this.first) this.mark(at);
      const next = this.store.get('nextInStream', at);
      if (next === 0) break;
      if (next > this.reached) this.reached = next;
    }
    return previous;
  }

  private mark(row: number): void {
    if (++this.steps % stride === 0) this.marks.push(row);
  }

  /** The last mark before the row. */
  private start(row: number): number {
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.marks[middle] as number) < row) low = middle;
      else high = middle - 1;
    }
    return this.marks[low] as number;
  }
}
