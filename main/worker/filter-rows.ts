import type { Filter } from '../analysis/filter/compile-filter';
import { Certainty } from '../analysis/filter/plan/certainty';
import type { CaptureFacts } from '../analysis/filter/plan/facts';
import type { Chunk } from '../analysis/store/chunk';
import { chunkMask, chunkRows, chunkShift } from '../analysis/store/schema';
import type { CaptureAnalysis } from './capture-analysis';
import { FilterDecision } from './filter-decision';

/** Lets other work in, and reports how far the own is; a Job does. */
export interface Breather {
  breathe(done?: number, total?: number): Promise<void>;
}

/** Where a filter puts the rows that it lets through; they come in ascending order. */
export interface FoundRows {
  add(row: number): void;
  /** Adds the rows that are certain; adds none, and returns false, where any is in doubt. */
  addWhere(certainty: Uint8Array, firstRow: number, from: number, to: number): boolean;
}

const dissectionsPerLook = 4;

/** A filter at work on one capture: goes on where it stopped when the capture has grown. */
export class FilterRun {
  /** Rows that the columns left in doubt, and that were read again. */
  dissected = 0;
  private next = 0;
  private readonly decision: FilterDecision;
  private readonly certainty = new Uint8Array(chunkRows);

  constructor(
    private readonly analysis: CaptureAnalysis,
    filter: Filter,
    facts: CaptureFacts,
  ) {
    this.decision = new FilterDecision(analysis, filter, facts);
  }

  /** Rows that were decided. */
  get done(): number {
    return this.next;
  }

  /** Decides the rows up to the last that is loaded, and adds those that match. */
  async run(found: FoundRows, breather: Breather): Promise<void> {
    const { store } = this.analysis;
    while (this.next < store.count) {
      const from = this.next & chunkMask;
      const firstRow = this.next - from;
      const to = Math.min(chunkRows, store.count - firstRow);
      const chunk = store.chunks[firstRow >>> chunkShift] as Chunk;
      this.decision.columns({ chunk, firstRow, from, to }, this.certainty);
      if (found.addWhere(this.certainty, firstRow, from, to)) this.next = firstRow + to;
      else await this.runInDoubt(found, breather, firstRow, from, to);
      await breather.breathe(this.next, store.count);
    }
  }

  /** Goes through rows of which some must be read again. */
  private async runInDoubt(
    found: FoundRows,
    breather: Breather,
    firstRow: number,
    from: number,
    to: number,
  ): Promise<void> {
    const certainty = this.certainty.slice(from, to);
    this.decision.refresh();
    for (let at = from; at < to; at++) {
      const row = firstRow + at;
      const known = certainty[at - from];
      if (known === Certainty.doubt) {
        if (this.decision.decide(row)) found.add(row);
        this.next = row + 1;
        if (++this.dissected % dissectionsPerLook === 0) await breather.breathe(row, this.analysis.store.count);
      } else if (known === Certainty.yes) found.add(row);
    }
    this.next = firstRow + to;
  }
}
