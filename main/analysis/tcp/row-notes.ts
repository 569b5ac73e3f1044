import { grown } from '../grown-array';

/** Most connections have nothing to note: there are no arrays before there is. */
const nothing = new Uint32Array(0);
const fewest = 16;

/** Words kept beside a few of the rows. Rows are noted in ascending order. */
export class RowNotes {
  private rows = nothing;
  private starts = nothing;
  private words = nothing;
  private size = 0;
  private used = 0;
  /** Index of the note found last: readers mostly go forward. */
  private recent = 0;

  get byteSize(): number {
    return this.rows.byteLength + this.starts.byteLength + this.words.byteLength;
  }

  /** Notes the first `count` words for a row behind all rows noted so far. */
  add(row: number, words: ArrayLike<number>, count: number): void {
    if (this.size === this.rows.length) {
      this.rows = grown(this.rows, fewest);
      this.starts = grown(this.starts, fewest);
    }
    while (this.used + count > this.words.length) this.words = grown(this.words, fewest);
    this.rows[this.size] = row;
    this.starts[this.size++] = this.used;
    for (let i = 0; i < count; i++) this.words[this.used++] = words[i] as number;
  }

  /** Number of words noted for a row. */
  count(row: number): number {
    return this.locate(row) ? this.end() - (this.starts[this.recent] as number) : 0;
  }

  /** A word noted for a row; 0 where there is none. */
  word(row: number, index: number): number {
    if (!this.locate(row)) return 0;
    const at = (this.starts[this.recent] as number) + index;
    return at < this.end() ? (this.words[at] as number) : 0;
  }

  /** Rows whose first two words are as wanted, ascending. */
  rowsWhere(isWanted: (first: number, second: number) => boolean): number[] {
    const found: number[] = [];
    for (let index = 0; index < this.size; index++) {
      const at = this.starts[index] as number;
      if (isWanted(this.words[at] as number, this.words[at + 1] as number)) found.push(this.rows[index] as number);
    }
    return found;
  }

  private end(): number {
    return this.recent + 1 < this.size ? (this.starts[this.recent + 1] as number) : this.used;
  }

  private locate(row: number): boolean {
    if (this.recent < this.size && this.rows[this.recent] === row) return true;
    if (this.recent + 1 < this.size && this.rows[this.recent + 1] === row) {
      this.recent++;
      return true;
    }
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    if (low === this.size || this.rows[low] !== row) return false;
    this.recent = low;
    return true;
  }
}
