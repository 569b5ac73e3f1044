import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type {
  CaptureId,
  CaptureState,
  CaptureWarning,
  DecodeAsRule,
  ExportRequest,
  JobId,
} from '../../preload/contract/capture';
import type { RowRange, SortOrder, View, ViewRequest } from '../../preload/contract/packets';
import type { VerdictSource } from '../../preload/contract/settings';
import type { DecodeAs } from '../analysis/registry';
import type { CaptureFault } from '../files/capture-fault';
import { Annotations } from './annotations';
import { CaptureAnalysis } from './capture-analysis';
import { captureProperties } from './capture-properties';
import { Coloring } from './coloring';
import { ConnectionAnswers } from './connections/connection-answers';
import { exportRows } from './export-rows';
import type { FilterResult } from './filter-result';
import { FilterShelf } from './filter-shelf';
import { FindSession } from './find/find-session';
import { FlowAnswers, flowMethods } from './flow/flow-answers';
import { Following } from './following';
import { CaptureGraphs } from './graphs/capture-graphs';
import { JobCancelled, Jobs } from './jobs';
import type { Reply } from './messages';
import { packetDetail } from './packet-detail';
import { packetRow, rowPage } from './packet-rows';
import { sortedRows } from './row-order';
import { statisticsAnswers } from './statistics/statistics-answers';
import { streamAnswers } from './stream/stream-answers';
import { timeline } from './timeline';
import { AllRows, ListedRows, type RowList } from './views';

const reportMilliseconds = 100;
const mostViews = 8;
/** How long a view may keep its first rows back, to be whole at once. */
const firstRowsMilliseconds = 120;

/** One open capture as its worker serves it: the analysis, what the user did to it, and the views of it. */
export class CaptureSession {
  readonly jobs = new Jobs((progress) => this.send({ kind: 'progress', progress }));
  private annotations: Annotations;
  private readonly connections = new ConnectionAnswers(() => this.analysis, this.jobs);
  private readonly views = new Map<number, RowList>();
  private lastView = 0;
  private phase: CaptureState['phase'] = 'loading';
  private loadMilliseconds = 0;
  private revision = 0;
  private reported = 0;
  private loading = new AbortController();
  private readonly following = new Following(() => ({
    analysis: this.analysis,
    isFollowing: this.phase === 'following',
    readOn: () => this.analysis.load(this.loading.signal, () => this.reportSoon()),
    grew: () => this.report(),
    changed: () => this.changed(),
    learned: () => this.changedFor(this.filters.forgetProcesses()),
  }));
  private rules: readonly DecodeAsRule[] = [];
  private verifyChecksums = false;
  private filters: FilterShelf;
  private readonly coloring = new Coloring(() => this.recolored());
  private flows: FlowAnswers;
  private readonly find = new FindSession(
    () => ({ analysis: this.analysis, annotations: this.annotations, filters: this.filters }),
    (view) => this.list(view),
    this.jobs,
    (find) => this.send({ kind: 'find', find }),
  );
  private readonly graphs = new CaptureGraphs(
    () => ({ analysis: this.analysis, filters: this.filters, verdicts: this.annotations.verdictSource }),
    this.jobs,
  );
  /** The filtered view made last: the one that is shown. */
  private shown: { readonly id: number; readonly result: FilterResult; job: string } | null = null;

  private constructor(
    private readonly id: CaptureId,
    private analysis: CaptureAnalysis,
    private readonly send: (reply: Reply) => void,
  ) {
    this.annotations = new Annotations(analysis);
    this.filters = new FilterShelf(analysis);
    this.coloring.adopt(analysis, this.filters);
    this.flows = new FlowAnswers(analysis, (view) => this.list(view));
    this.views.set(0, new AllRows(analysis.store));
  }

  /** @throws CaptureOpenError where the file is no capture */
  static async open(id: CaptureId, path: string, send: (reply: Reply) => void): Promise<CaptureSession> {
    return new CaptureSession(id, await CaptureAnalysis.open(path), send);
  }

  /** Reads the file to its end; everything else is answered meanwhile. */
  async load(): Promise<void> {
    this.phase = 'loading';
    this.loading = new AbortController();
    const started = performance.now();
    const complete = await this.analysis.load(this.loading.signal, () => {
      this.loadMilliseconds = performance.now() - started;
      this.reportSoon();
    });
    this.loadMilliseconds = performance.now() - started;
    this.phase = complete ? 'ready' : 'cancelled';
    void this.refilter(false);
    this.find.reconsider();
    // Rows shown while loading lack what only the whole connection tells: verdicts, messages across segments.
    this.changed();
  }

  state(): CaptureState {
    const { file, store, marked, comments, totals } = this.analysis;
    const { earliest, latest } = totals;
    return {
      id: this.id,
      path: file.path,
      name: basename(file.path),
      phase: this.phase,
      format: file.variant,
      compression: file.compression,
      sizeBytes: file.size,
      bytesRead: file.bytesRead,
      packets: store.count,
      loadMilliseconds: this.loadMilliseconds,
      firstTime: earliest && { ...earliest },
      lastTime: latest && { ...latest },
      marked: marked.size,
      commented: comments.size,
      unsaved: this.annotations.unsaved,
      warnings: file.warnings.map(warningOf),
      revision: this.revision,
    };
  }

  /** What the contract's `capture` methods call. Each takes the arguments of the method, the capture's id left out. */
  readonly methods = {
    'captures.cancelLoading': () => this.loading.abort(),
    'captures.reload': () => this.reload(),
    'captures.follow': (on: boolean) => this.follow(on),
    'captures.properties': () => captureProperties(this.analysis),
    'captures.timeline': (buckets: number) => timeline(this.analysis, buckets),
    'captures.export': (request: ExportRequest) => this.export(request),
    'captures.decodeAs': () => this.rules,
    'captures.setDecodeAs': (rules: readonly DecodeAsRule[]) => {
      this.rules = rules;
      return this.reload();
    },
    'captures.setVerifyChecksums': (on: boolean) => {
      this.verifyChecksums = on;
      return this.reload();
    },
    'captures.setVerdictSource': (source: VerdictSource) => {
      if (this.annotations.verdictSource === source) return;
      this.annotations.verdictSource = source;
      this.find.reconsider();
      this.changed();
    },
    ...this.connections.methods,
    ...this.find.methods,
    ...streamAnswers(() => this.analysis, this.jobs),
    ...statisticsAnswers(
      () => this.analysis,
      () => this.revision,
      this.jobs,
    ),
    'filters.check': (text: string) => this.filters.check(text),
    ...this.coloring.methods,
    ...this.graphs.methods,
    'packets.view': (request: ViewRequest) => this.view(request),
    'packets.rows': (range: RowRange) => {
      this.following.rowsAsked();
      return rowPage(this.analysis, this.annotations, this.list(range.view), range);
    },
    'packets.position': (view: number, number: number) => this.list(view).positionOf(number - 1),
    'packets.detail': (number: number) => this.detail(number),
    'packets.mark': (numbers: readonly number[], on: boolean) => {
      const rows = numbers.map(rowOf);
      this.annotations.mark(rows, on);
      this.annotated(rows);
    },
    'packets.marked': () => this.annotations.markedRows.map(numberOf),
    'packets.comment': (number: number, comments: readonly string[]) => {
      this.annotations.comment(rowOf(number), comments);
      this.annotated([rowOf(number)]);
    },
    'packets.comments': () =>
      [...this.analysis.comments]
        .sort(([one], [other]) => one - other)
        .map(([row, comments]) => ({ number: row + 1, comments })),
    ...flowMethods(() => this.flows),
    'packets.timeReference': (number: number, on: boolean) => {
      this.annotations.reference(rowOf(number), on);
      this.changed();
    },
  } as const;

  async close(): Promise<void> {
    this.loading.abort();
    this.following.end();
    await this.analysis.close();
  }

  private list(view: number): RowList {
    const list = this.views.get(view);
    if (!list) throw new Error('This list of packets was replaced by a newer one.');
    return list;
  }

  private detail(number: number) {
    const row = rowOf(number);
    if (row < 0 || row >= this.analysis.store.count) {
      throw new Error(`There is no packet ${number}: the capture has ${this.analysis.store.count}.`);
    }
    const dissection = this.analysis.dissect(row);
    return packetDetail(
      dissection,
      packetRow(this.analysis, this.annotations, row, Math.max(0, row - 1), [], dissection),
    );
  }

  private async view(request: ViewRequest): Promise<View> {
    const { store } = this.analysis;
    const result = this.filters.result(request);
    this.supersede(result);
    if (request.sort !== null) return this.sortedView(request.sort, result, request.job);
    if (result === null) return { id: 0, rows: store.count, complete: this.phase !== 'loading' };
    const id = this.addView(result);
    this.shown = { id, result, job: request.job };
    const work = this.fill(id, result, request.job);
    await Promise.race([work, setTimeout(firstRowsMilliseconds)]);
    return this.stateOf(id, result);
  }

  /** A filter still at work for a view that nobody looks at any more is stopped; what it found is kept. */
  private supersede(result: FilterResult | null): void {
    const { shown } = this;
    this.shown = null;
    if (shown !== null && shown.result !== result && shown.result.isWorking) this.jobs.cancel(shown.job);
  }

  private async sortedView(sort: SortOrder, result: FilterResult | null, id: JobId): Promise<View> {
    const { store } = this.analysis;
    const sorted = await this.jobs.run(id, `Sorting by ${sort.column.replace(/^field:/, '')}`, async (job) => {
      await result?.advance(job);
      const rows = result?.rows().slice() ?? Uint32Array.from({ length: store.count }, (_, row) => row);
      return sortedRows(this.analysis, rows, sort, job);
    });
    return { id: this.addView(new ListedRows(sorted, false)), rows: sorted.length, complete: true };
  }

  private addView(list: RowList): number {
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
    if (this.views.get(id) !== result) return;
    this.send({ kind: 'view', view: this.stateOf(id, result) });
    this.find.grown();
  }

  private stateOf(id: number, result: FilterResult): View {
    return { id, rows: result.count, complete: !result.isWorking && this.phase !== 'loading' };
  }

  /** Lets the filter that is shown catch up with a capture that grew, or decide again. */
  private async refilter(everything: boolean): Promise<void> {
    const { shown } = this;
    if (shown === null || (shown.result.isWorking && !everything)) return;
    const { id, result, job } = shown;
    const revise = () => this.fill(id, result, job, true, everything);
    if (this.phase === 'following' && !everything) await this.following.revise(revise);
    else if (everything || this.phase !== 'loading') await revise();
    if (!result.isCurrent) await this.fill(id, result, job);
  }

  private async export(request: ExportRequest) {
    const list = request.packets.kind === 'displayed' ? this.list(request.packets.view) : this.list(0);
    const result = await this.jobs.run(request.job, 'Saving packets', (job) =>
      exportRows(this.analysis, this.annotations, list, request, job),
    );
    if (!result.cancelled && request.packets.kind === 'all') this.annotations.unsaved = false;
    this.changed();
    return result;
  }

  /** Reads the file again with the present rules; marks and comments made by the user stay. */
  private async reload(): Promise<void> {
    this.loading.abort();
    this.find.end();
    const { analysis: old, annotations } = this;
    const decodeAs = this.rules as readonly DecodeAs[];
    this.analysis = await CaptureAnalysis.open(old.file.path, { decodeAs, verifyChecksums: this.verifyChecksums });
    this.annotations = annotations.movedTo(this.analysis);
    await old.close();
    this.filters = new FilterShelf(this.analysis);
    this.coloring.adopt(this.analysis, this.filters);
    this.flows = new FlowAnswers(this.analysis, (view) => this.list(view));
    this.shown = null;
    this.views.clear();
    this.views.set(0, new AllRows(this.analysis.store));
    this.revision++;
    void this.load();
  }

  private follow(on: boolean): void {
    const wasFollowing = this.phase === 'following';
    if (on) this.following.begin();
    else this.following.end();
    if (this.phase !== 'loading') this.phase = on ? 'following' : 'ready';
    // Verdicts on packets shown before may have become others with those that came after.
    if (wasFollowing && !on) void this.following.settle().then(() => this.refilter(false));
    else this.report();
  }

  private annotated(rows: readonly number[]): void {
    this.changedFor(this.filters.forgetAnnotated());
    this.find.annotated(rows);
  }

  private recolored(): void {
    this.changedFor(this.filters.forgetColored());
  }

  private changedFor(stale: readonly FilterResult[]): void {
    if (this.shown !== null && stale.includes(this.shown.result)) void this.refilter(true);
    this.changed();
  }

  private changed(): void {
    this.revision++;
    this.report();
  }

  private reportSoon(): void {
    if (performance.now() - this.reported >= reportMilliseconds) this.report();
  }

  private report(): void {
    this.reported = performance.now();
    this.send({ kind: 'state', state: this.state() });
    this.send({ kind: 'view', view: { id: 0, rows: this.analysis.store.count, complete: this.phase !== 'loading' } });
    if (this.phase !== 'loading' && this.phase !== 'following') return;
    void this.refilter(false);
    this.find.grown();
  }
}

const rowOf = (number: number): number => number - 1;
const numberOf = (row: number): number => row + 1;

const warningOf = ({ message, offset, severity }: CaptureFault): CaptureWarning => ({
  message,
  offset,
  severity: severity === 'odd' ? 'note' : 'warning',
});
