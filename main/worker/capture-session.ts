import { basename } from 'node:path';
import type {
  CaptureId,
  CaptureState,
  CaptureWarning,
  DecodeAsRule,
  ExportRequest,
} from '../../preload/contract/capture';
import type { RowRange, View, ViewRequest } from '../../preload/contract/packets';
import type { VerdictSource } from '../../preload/contract/settings';
import type { DecodeAs } from '../analysis/registry';
import type { CaptureFault } from '../files/capture-fault';
import { Annotations } from './annotations';
import { CaptureAnalysis } from './capture-analysis';
import { captureProperties } from './capture-properties';
import { exportRows } from './export-rows';
import { Jobs } from './jobs';
import type { Reply } from './messages';
import { packetDetail } from './packet-detail';
import { packetRow, rowPage } from './packet-rows';
import { sortedRows } from './row-order';
import { timeline } from './timeline';
import { AllRows, ListedRows, type RowList } from './views';

const followMilliseconds = 250;
const reportMilliseconds = 100;
const mostViews = 8;

/** One open capture as its worker serves it: the analysis, what the user did to it, and the views of it. */
export class CaptureSession {
  readonly jobs = new Jobs((progress) => this.send({ kind: 'progress', progress }));
  private annotations: Annotations;
  private readonly views = new Map<number, RowList>();
  private lastView = 0;
  private phase: CaptureState['phase'] = 'loading';
  private loadMilliseconds = 0;
  private revision = 0;
  private reported = 0;
  private loading = new AbortController();
  private followTimer: NodeJS.Timeout | null = null;
  private rules: readonly DecodeAsRule[] = [];
  private verifyChecksums = false;

  private constructor(
    private readonly id: CaptureId,
    private analysis: CaptureAnalysis,
    private readonly send: (reply: Reply) => void,
  ) {
    this.annotations = new Annotations(analysis);
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
      this.changed();
    },
    'packets.view': (request: ViewRequest) => this.view(request),
    'packets.rows': (range: RowRange) => rowPage(this.analysis, this.annotations, this.list(range.view), range),
    'packets.position': (view: number, number: number) => this.list(view).positionOf(number - 1),
    'packets.detail': (number: number) => this.detail(number),
    'packets.mark': (numbers: readonly number[], on: boolean) => {
      this.annotations.mark(numbers.map(rowOf), on);
      this.changed();
    },
    'packets.marked': () => this.annotations.markedRows.map(numberOf),
    'packets.comment': (number: number, comments: readonly string[]) => {
      this.annotations.comment(rowOf(number), comments);
      this.changed();
    },
    'packets.comments': () =>
      [...this.analysis.comments]
        .sort(([one], [other]) => one - other)
        .map(([row, comments]) => ({ number: row + 1, comments })),
    'packets.timeReference': (number: number, on: boolean) => {
      this.annotations.reference(rowOf(number), on);
      this.changed();
    },
  } as const;

  async close(): Promise<void> {
    this.loading.abort();
    if (this.followTimer) clearInterval(this.followTimer);
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
    if (request.sort === null) return { id: 0, rows: store.count, complete: this.phase !== 'loading' };
    const { sort } = request;
    const all = Uint32Array.from({ length: store.count }, (_, row) => row);
    const rows = await this.jobs.run(request.job, `Sorting by ${sort.column.replace(/^field:/, '')}`, (job) =>
      sortedRows(this.analysis, all, sort, job),
    );
    const id = ++this.lastView;
    this.views.set(id, new ListedRows(rows, false));
    for (const old of this.views.keys()) if (old !== 0 && old <= id - mostViews) this.views.delete(old);
    return { id, rows: rows.length, complete: true };
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
    const { analysis: old, annotations } = this;
    const decodeAs = this.rules as readonly DecodeAs[];
    this.analysis = await CaptureAnalysis.open(old.file.path, { decodeAs, verifyChecksums: this.verifyChecksums });
    this.annotations = annotations.movedTo(this.analysis);
    await old.close();
    this.views.clear();
    this.views.set(0, new AllRows(this.analysis.store));
    this.revision++;
    void this.load();
  }

  private follow(on: boolean): void {
    if (this.followTimer) clearInterval(this.followTimer);
    this.followTimer = on ? setInterval(() => void this.readOn(), followMilliseconds) : null;
    if (this.phase !== 'loading') this.phase = on ? 'following' : 'ready';
    this.report();
  }

  private async readOn(): Promise<void> {
    if (this.phase !== 'following' || !this.analysis.file.refresh()) return;
    await this.analysis.load(this.loading.signal, () => this.reportSoon());
    this.report();
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
  }
}

const rowOf = (number: number): number => number - 1;
const numberOf = (row: number): number => row + 1;

const warningOf = ({ message, offset, severity }: CaptureFault): CaptureWarning => ({
  message,
  offset,
  severity: severity === 'odd' ? 'note' : 'warning',
});
