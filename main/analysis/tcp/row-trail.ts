import type { PacketStore } from '../store/packet-store';
import { noRow } from './unacknowledged';

const stride = 4096;

/** Finds the row before any row of a conversation, whose rows are linked forwards only, without going through all of them. */
export class RowTrail {
  /** The first row and every `stride`th behind it, as far as the trail was followed. */
  private readonly marks: number[];
  /** The furthest row that was reached, and how many lie before it. */
  private reached: number;
  private steps = 0;

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
    let previous = noRow;
    let at = this.start(row);
    while (at < row) {
      previous = at;
      at = this.store.get('nextInStream', at);
      if (at === 0) break;
      if (at > this.reached) this.extend(at);
    }
    return previous;
  }

  private extend(row: number): void {
    this.reached = row;
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
