import { setTimeout } from 'node:timers/promises';
import type { CaptureState, JobId } from '../../preload/contract/capture';
import type { SortOrder, View, ViewRequest } from '../../preload/contract/packets';
import { ascendingNumbers } from './ascending-numbers';
import type { CaptureAnalysis } from './capture-analysis';
import type { FilterResult } from './filter-result';
import type { FilterShelf } from './filter-shelf';
import type { Following } from './following';
import { JobCancelled, type Jobs } from './jobs';
import { sortedRows } from './row-order';
import { AllRows, ListedRows, type RowList } from './views';

const reportMilliseconds = 100;
const mostViews = 8;
/** How long a view may keep its first rows back, to be whole at once. */
const firstRowsMilliseconds = 120;

/** The capture that is viewed. */
export interface Viewed {
  readonly analysis: CaptureAnalysis;
  readonly filters: FilterShelf;
  readonly phase: CaptureState['phase'];
}

/** The lists of packets that a window looks at: all of them as view 0, and what filters and orders make of them. */
export class ViewAnswers {
  private readonly views = new Map<number, RowList>();
  private lastView = 0;
  /** The filtered view made last: the one that is shown. */
  private shown: { readonly id: number; readonly result: FilterResult; job: string } | null = null;

  /**
   * @param viewed the present one: a capture that is read again has another analysis
   * @param tell called where a view has other rows than were told last
   */
  constructor(
    private readonly viewed: () => Viewed,
    private readonly jobs: Jobs,
    private readonly following: Following,
    private readonly tell: (view: View) => void,
  ) {}

  /** Forgets every view: the capture is read anew. */
  begin(analysis: CaptureAnalysis): void {
    this.shown = null;
    this.views.clear();
    this.views.set(0, new AllRows(analysis.store));
  }

  /** @throws Error where the view was replaced by newer ones */
  list(view: number): RowList {
    const list = this.views.get(view);
    if (!list) throw new Error('This list of packets was replaced by a newer one.');
    return list;
  }

  /** Makes a view; one that needs long is told of again as rows are found. */
  async view(request: ViewRequest): Promise<View> {
    const result = this.viewed().filters.result(request);
    this.supersede(result);
    if (request.sort !== null) return this.sortedView(request.sort, result, request.job);
    if (result === null) return this.everything;
    const id = this.add(result);
    this.shown = { id, result, job: request.job };
    const work = this.fill(id, result, request.job);
    await Promise.race([work, setTimeout(firstRowsMilliseconds)]);
    return this.stateOf(id, result);
  }

  get everything(): View {
    const { analysis, phase } = this.viewed();
    return { id: 0, rows: analysis.store.count, complete: phase !== 'loading' };
  }

  /** Lets the filter that is shown catch up with a capture that grew, or decide again. */
  async refilter(everything: boolean): Promise<void> {
    const { shown } = this;
    if (shown === null || (shown.result.isWorking && !everything)) return;
    const { id, result, job } = shown;
    const { phase } = this.viewed();
    const revise = () => this.fill(id, result, job, true, everything);
    if (phase === 'following' && !everything) await this.following.revise(revise);
    else if (everything || phase !== 'loading') await revise();
    if (!result.isCurrent) await this.fill(id, result, job);
  }

  /** Decides what is shown again where its result is among those that no longer hold. */
  forget(stale: readonly FilterResult[]): void {
    if (this.shown !== null && stale.includes(this.shown.result)) void this.refilter(true);
  }

  /** A filter still at work for a view that nobody looks at any more is stopped; what it found is kept. */
  private supersede(result: FilterResult | null): void {
    const { shown } = this;
    this.shown = null;
    if (shown !== null && shown.result !== result && shown.result.isWorking) this.jobs.cancel(shown.job);
  }

  private async sortedView(sort: SortOrder, result: FilterResult | null, id: JobId): Promise<View> {
    const { analysis } = this.viewed();
    const sorted = await this.jobs.run(id, `Sorting by ${sort.column.replace(/^field:/, '')}`, async (job) => {
      await result?.advance(job);
      const rows = result?.rows().slice() ?? ascendingNumbers(analysis.store.count);
      return sortedRows(analysis, rows, sort, job);
    });
    return { id: this.add(new ListedRows(sorted, false)), rows: sorted.length, complete: true };
  }

  private add(list: RowList): number {
    const id = ++this.lastView;
    this.views.set(id, list);
    for (const old of this.views.keys()) if (old !== 0 && old <= id - mostViews) this.views.delete(old);
    return id;
  }

  /** Lets the filter decide what is loaded, and tells the window as rows are found. */
  private async fill(id: number, result: FilterResult, job: JobId, revise = false, everything = false): Promise<void> {
    const timer = setInterval(() => this.tellOf(id, result), reportMilliseconds);
    try {
      await this.jobs.run(job, 'Filtering', (each) =>
        revise ? result.revise(each, everything) : result.advance(each),
      );
    } catch (error) {
      if (!(error instanceof JobCancelled)) throw error;
    } finally {
      clearInterval(timer);
      this.tellOf(id, result);
    }
  }

  private tellOf(id: number, result: FilterResult): void {
    if (this.views.get(id) === result) this.tell(this.stateOf(id, result));
  }

  private stateOf(id: number, result: FilterResult): View {
    const complete = !result.isWorking && this.viewed().phase !== 'loading';
    return { id, rows: result.count, complete };
  }
}
