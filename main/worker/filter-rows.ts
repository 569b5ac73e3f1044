import type { Filter } from '../analysis/filter/compile-filter';
import { ValueGatherer } from '../analysis/filter/running/gather-values';
import type { CaptureAnalysis } from './capture-analysis';

/** Rows that a filter lets through, in growing arrays. */
export class RowSet {
  private rows = new Uint32Array(1024);
  private size = 0;

  get count(): number {
    return this.size;
  }

  add(row: number): void {
    if (this.size === this.rows.length) this.reserve(this.size + 1);
    this.rows[this.size++] = row;
  }

  at(position: number): number {
    return this.rows[position] as number;
  }

  /** A view of the rows so far, ascending. */
  toArray(): Uint32Array {
    return this.rows.subarray(0, this.size);
  }

  private reserve(count: number): void {
    const rows = new Uint32Array(Math.max(count, this.rows.length * 2));
    rows.set(this.rows.subarray(0, this.size));
    this.rows = rows;
  }
}

/** Lets other work in, and reports how far it is; a Job does. */
export interface Breather {
  breathe(done?: number, total?: number): Promise<void>;
}

/** Runs a filter over the rows from `first` on to the last that is loaded. */
export async function filterRows(
  analysis: CaptureAnalysis,
  filter: Filter,
  found: RowSet,
  first: number,
  breather: Breather,
): Promise<void> {
  const { count } = analysis.store;
  const gatherer = new ValueGatherer(filter.uses);
  for (let row = first; row < count; row++) {
    if (filter.matches(gatherer.gather(analysis.dissect(row)))) found.add(row);
    if (row % 64 === 0) await breather.breathe(row, count);
  }
}
