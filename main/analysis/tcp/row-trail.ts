import type { PacketStore } from '../store/packet-store';
import { noRow } from './unacknowledged';

const stride = 4096;

/**
 * Finds the row with data before any row of a conversation, whose rows are linked forwards only, without going through all
 * of them.
 */
export class RowTrail {
  /** The first row and every `stride`th behind it, as far as the trail was followed. */
  private readonly marks: number[];
  /** The row with data before each mark. */
  private readonly beforeMarks: number[] = [noRow];
  /** The furthest row that was reached, and how many lie before it. */
  private reached: number;
  private steps = 0;

  constructor(
    private readonly store: PacketStore,
    first: number,
  ) {
    this.marks = [first];
    this.reached = first;
  }

  /** @returns `noRow` where no row before it has data */
  before(row: number): number {
    const mark = this.start(row);
    let previous = this.beforeMarks[mark] as number;
    let at = this.marks[mark] as number;
    while (at < row) {
      if (this.store.get('payloadLength', at) > 0) previous = at;
      at = this.store.get('nextInStream', at);
      if (at === 0) break;
      if (at > this.reached) this.extend(at, previous);
    }
    return previous;
  }

  private extend(row: number, previous: number): void {
    this.reached = row;
    if (++this.steps % stride !== 0) return;
    this.marks.push(row);
    this.beforeMarks.push(previous);
  }

  /** Place of the last mark before the row. */
  private start(row: number): number {
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.marks[middle] as number) < row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
