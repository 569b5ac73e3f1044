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

  at(position: number): number {
    return this.rows[position] as number;
  }

  /** A view of the rows so far. */
  toArray(): Uint32Array {
    return this.rows.subarray(0, this.size);
  }

  private grow(): void {
    const rows = new Uint32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
  }
}
