import type { Filter } from '../analysis/filter/compile-filter';
import type { CaptureFacts } from '../analysis/filter/plan/facts';
import type { CaptureAnalysis } from './capture-analysis';
import { type Breather, FilterRun } from './filter-rows';
import { RowSet } from './row-set';
import type { RowList } from './views';

/** What a filter lets through: the rows found so far, and more when the capture has grown. */
export class FilterResult implements RowList {
  edition = 0;
  private found = new RowSet();
  private run: FilterRun;
  private working: Promise<void> | null = null;
  /** Packets were read whose meaning may have changed since: while loading, messages of several segments are not known. */
  private isProvisional = false;

  constructor(
    private readonly analysis: CaptureAnalysis,
    readonly filter: Filter,
    private readonly facts: CaptureFacts,
  ) {
    this.run = new FilterRun(analysis, filter, facts);
  }

  get count(): number {
    return this.found.count;
  }

  /** Whether every row that is loaded was decided. */
  get isCurrent(): boolean {
    return this.working === null && this.run.done === this.analysis.store.count;
  }

  get isWorking(): boolean {
    return this.working !== null;
  }

  at(position: number): number {
    return this.found.at(position);
  }

  positionOf(row: number): number {
    return this.found.positionOf(row);
  }

  /** The rows in ascending order; a view that holds until more are found. */
  rows(): Uint32Array {
    return this.found.toArray();
  }

  asks(names: ReadonlySet<string>): boolean {
    return this.filter.uses.some(({ field }) => names.has(field.name));
  }

  /** Decides the rows that came since. @throws JobCancelled, keeping what was found */
  advance(breather: Breather): Promise<void> {
    return this.alone(async () => {
      const { isLoading, loads } = this.analysis;
      const before = this.run.dissected;
      await this.run.run(this.found, breather);
      if ((isLoading || loads !== this.analysis.loads) && this.run.dissected > before) this.isProvisional = true;
    });
  }

  /** Decides again what was decided while loading, or everything; the old rows stay until the new ones are all there. */
  revise(breather: Breather, everything: boolean): Promise<void> {
    return this.alone(async () => {
      if (!this.isProvisional && !everything) return;
      const run = new FilterRun(this.analysis, this.filter, this.facts);
      const found = new RowSet();
      await run.run(found, breather);
      this.run = run;
      this.found = found;
      this.edition++;
      this.isProvisional = false;
    });
  }

  private async alone(work: () => Promise<void>): Promise<void> {
    while (this.working !== null) await this.working.catch(() => {});
    this.working = work();
    try {
      await this.working;
    } finally {
      this.working = null;
    }
  }
}
