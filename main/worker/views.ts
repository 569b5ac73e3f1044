import { firstIndex } from '../analysis/first-index';

/** Rows of a view in their order. */
export interface RowList {
  readonly count: number;
  /** Grows when rows that were there have moved; rows that come at the end leave it as it is. */
  readonly edition: number;
  /** The row at a position. */
  at(position: number): number;
  /** Position of the row, or of the nearest before it that is shown; -1 for none. */
  positionOf(row: number): number;
}

/** Every packet in its order; grows with the capture. */
export class AllRows implements RowList {
  readonly edition = 0;

  constructor(private readonly store: { readonly count: number }) {}

  get count(): number {
    return this.store.count;
  }

  at(position: number): number {
    return position;
  }

  positionOf(row: number): number {
    return row < this.count ? row : -1;
  }
}

/** A chosen order or selection of rows. */
export class ListedRows implements RowList {
  readonly edition = 0;
  private positions: Int32Array | null = null;

  /** @param ascending whether the rows are in the order of the capture */
  constructor(
    private readonly rows: Uint32Array,
    private readonly ascending: boolean,
  ) {}

  get count(): number {
    return this.rows.length;
  }

  at(position: number): number {
    return this.rows[position] as number;
  }

  /** Position of the row; in an ascending list that lacks it, of the nearest before it; -1 for none. */
  positionOf(row: number): number {
    return this.ascending ? this.search(row) : (this.inverse()[row] ?? -1);
  }

  private search(row: number): number {
    return firstIndex(this.rows.length, (index) => (this.rows[index] as number) > row) - 1;
  }

  private inverse(): Int32Array {
    if (this.positions === null) {
      const largest = this.rows.reduce((most, row) => Math.max(most, row), 0);
      this.positions = new Int32Array(largest + 1).fill(-1);
      for (let i = 0; i < this.rows.length; i++) this.positions[this.rows[i] as number] = i;
    }
    return this.positions;
  }
}
