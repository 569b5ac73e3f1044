import { basename } from 'node:path';
import type {
  CaptureId,
  CaptureState,
  CaptureWarning,
  DecodeAsRule,
  ExportRequest,
} from '../../preload/contract/capture';
import type { RowRange, ViewRequest } from '../../preload/contract/packets';
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
import { Jobs } from './jobs';
import type { Reply } from './messages';
import { packetAnswers } from './packet-answers';
import { rowPage } from './packet-rows';
import { statisticsAnswers } from './statistics/statistics-answers';
import { streamAnswers } from './stream/stream-answers';
import { timeline } from './timeline';
import { ViewAnswers } from './view-answers';

const reportMilliseconds = 100;
/** A window asks for what it shows after every report. Where that takes long, because the capture is large, it is told less often. */
const rarestReportMilliseconds = 2_000;
const partForAnswers = 1 / 8;

/** One open capture as its worker serves it: the analysis, what the user did to it, and the views of it. */
export class CaptureSession {
  readonly jobs = new Jobs((progress) => this.send({ kind: 'progress', progress }));
  private annotations: Annotations;
  private readonly connections = new ConnectionAnswers(() => this.analysis, this.jobs);
  private phase: CaptureState['phase'] = 'loading';
  private loadMilliseconds = 0;
  private revision = 0;
  private reported = 0;
  private givenAwayUntilReport = 0;
  private loading = new AbortController();
  private readonly following = new Following(() => ({
    analysis: this.analysis,
    isFollowing: this.phase === 'following',
    readOn: () => this.analysis.load(this.loading.signal, () => this.reportSoon()),
    grew: () => this.report(),
    changed: () => this.changed(),
    learned: () => this.changedFor(this.filters.forgetProcesses()),
  }));
  private readonly views = new ViewAnswers(
    () => ({ analysis: this.analysis, filters: this.filters, phase: this.phase }),
    this.jobs,
    this.following,
    (view) => {
      this.send({ kind: 'view', view });
      this.find.grown();
    },
  );
  private rules: readonly DecodeAsRule[] = [];
  private verifyChecksums = false;
  private filters: FilterShelf;
  private readonly coloring = new Coloring(() => this.recolored());
  private flows: FlowAnswers;
  private readonly find = new FindSession(
    () => ({ analysis: this.analysis, annotations: this.annotations, filters: this.filters }),
    (view) => this.views.list(view),
    this.jobs,
    (find) => this.send({ kind: 'find', find }),
  );
  private readonly graphs = new CaptureGraphs(
    () => ({ analysis: this.analysis, filters: this.filters, verdicts: this.annotations.verdictSource }),
    this.jobs,
  );

  private constructor(
    private readonly id: CaptureId,
    private analysis: CaptureAnalysis,
    private readonly send: (reply: Reply) => void,
  ) {
    this.annotations = new Annotations(analysis);
    this.filters = new FilterShelf(analysis);
    this.coloring.adopt(analysis, this.filters);
    this.flows = new FlowAnswers(analysis, (view) => this.views.list(view));
    this.views.begin(analysis);
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
    void this.views.refilter(false);
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
    'packets.view': (request: ViewRequest) => this.views.view(request),
    'packets.rows': (range: RowRange) => {
      this.following.rowsAsked();
      return rowPage(this.analysis, this.annotations, this.views.list(range.view), range);
    },
    'packets.position': (view: number, number: number) => this.views.list(view).positionOf(number - 1),
    ...packetAnswers(
      () => ({ analysis: this.analysis, annotations: this.annotations }),
      (rows) => this.annotated(rows),
      () => this.changed(),
    ),
    ...flowMethods(() => this.flows),
  } as const;

  async close(): Promise<void> {
    this.loading.abort();
    this.following.end();
    await this.analysis.close();
  }

  private async export(request: ExportRequest) {
    const list = request.packets.kind === 'displayed' ? this.views.list(request.packets.view) : this.views.list(0);
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
    this.flows = new FlowAnswers(this.analysis, (view) => this.views.list(view));
    this.views.begin(this.analysis);
    this.revision++;
    void this.load();
  }

  private follow(on: boolean): void {
    const wasFollowing = this.phase === 'following';
    if (on) this.following.begin();
    else this.following.end();
    if (this.phase !== 'loading') this.phase = on ? 'following' : 'ready';
    // Verdicts on packets shown before may have become others with those that came after.
    if (wasFollowing && !on) void this.following.settle().then(() => this.views.refilter(false));
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
    this.views.forget(stale);
    this.changed();
  }

  private changed(): void {
    this.revision++;
    this.report();
  }

  private reportSoon(): void {
    const wanted = (this.analysis.givenAway - this.givenAwayUntilReport) / partForAnswers;
    const wait = Math.min(Math.max(wanted, reportMilliseconds), rarestReportMilliseconds);
    if (performance.now() - this.reported >= wait) this.report();
  }

  private report(): void {
    this.reported = performance.now();
    this.givenAwayUntilReport = this.analysis.givenAway;
    this.send({ kind: 'state', state: this.state() });
    this.send({ kind: 'view', view: this.views.everything });
    if (this.phase !== 'loading' && this.phase !== 'following') return;
    void this.views.refilter(false);
    this.find.grown();
  }
}

const warningOf = ({ message, offset, severity }: CaptureFault): CaptureWarning => ({
  message,
  offset,
  severity: severity === 'odd' ? 'note' : 'warning',
});
