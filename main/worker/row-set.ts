import { Certainty } from '../analysis/filter/plan/certainty';
import { firstIndex } from '../analysis/first-index';
import { grown } from '../analysis/grown-array';

/** Rows in ascending order, in an array that grows. */
export class RowSet {
  private rows = new Uint32Array(1024);
  private size = 0;

  get count(): number {
    return this.size;
  }

  /** @param row greater than every row that is there */
  add(row: number): void {
    if (this.size === this.rows.length) this.grow();
    this.rows[this.size++] = row;
  }

  /**
   * Adds the rows that are certain, `firstRow + at` for each `at` from `from` up to `to`.
   * @returns false, and adds none, where any is in doubt
   */
  addWhere(certainty: Uint8Array, firstRow: number, from: number, to: number): boolean {
    if (certainty.subarray(from, to).includes(Certainty.doubt)) return false;
    while (this.size + to - from > this.rows.length) this.grow();
    const { rows } = this;
    let size = this.size;
    for (let at = from; at < to; at++) {
      rows[size] = firstRow + at;
      size += (certainty[at] as number) >> 1;
    }
    this.size = size;
    return true;
  }

  at(position: number): number {
    return this.rows[position] as number;
  }

  /** Position of the row, or of the nearest before it that is there; -1 for none. */
  positionOf(row: number): number {
    return firstIndex(this.size, (index) => (this.rows[index] as number) > row) - 1;
  }

  /** A view of the rows so far. */
  toArray(): Uint32Array {
    return this.rows.subarray(0, this.size);
  }

  private grow(): void {
    this.rows = grown(this.rows);
  }
}
