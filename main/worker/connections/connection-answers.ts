import { setImmediate } from 'node:timers/promises';
import type { JobId } from '../../../preload/contract/capture';
import type {
  Connection,
  ConnectionExport,
  ConnectionList,
  ConnectionListRequest,
  ConnectionPage,
  ConnectionRange,
  ConversationKind,
} from '../../../preload/contract/connections';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import { ascendingNumbers } from '../ascending-numbers';
import type { CaptureAnalysis } from '../capture-analysis';
import { HeldLists } from '../held-lists';
import { Job, type Jobs } from '../jobs';
import { describedConnection } from './connection-description';
import { exportConnections } from './connection-export';
import { measuredColumns, orderedConversations } from './connection-order';
import { connectionRows } from './connection-rows';
import { ConnectionSearch } from './connection-search';
import { ConversationSource } from './conversation-source';

interface HeldList {
  readonly source: ConversationSource;
  /** Conversations by position. */
  readonly numbers: Uint32Array;
}

/** What the contract's `connections` methods call. */
export class ConnectionAnswers {
  private readonly sources = new Map<ConversationKind, ConversationSource>();
  private readonly lists = new HeldLists<HeldList>();

  /** @param analysis the present one: a capture that is read again has another */
  constructor(
    private readonly analysis: () => CaptureAnalysis,
    private readonly jobs: Jobs,
  ) {}

  readonly methods = {
    'connections.one': (stream: number) => this.one(stream),
    'connections.list': (request: ConnectionListRequest) => this.list(request),
    'connections.rows': (range: ConnectionRange) => this.rows(range),
    'connections.position': (list: number, stream: number) => this.lists.get(list).numbers.indexOf(stream),
    'connections.measure': (job: JobId) => this.measure(job),
    'connections.export': (request: ConnectionExport) => this.export(request),
  } as const;

  private async one(stream: number): Promise<Connection> {
    const analysis = this.analysis();
    const { count, records } = analysis.connections.tcp;
    if (stream >= count) {
      throw new Error(`There is no TCP connection ${stream}: the capture has ${count}, and their numbers begin at 0.`);
    }
    return {
      ...(await describedConnection(analysis, stream, setImmediate)),
      firstPacket: records.get(stream, ConnectionWord.first) + 1,
      lastPacket: records.get(stream, ConnectionWord.last) + 1,
    };
  }

  private list({ kind, text, sort, job: id }: ConnectionListRequest): Promise<ConnectionList> {
    const source = this.source(kind);
    return this.jobs.run(id, sort ? 'Sorting connections' : 'Counting connections', async (job) => {
      await source.advance(job);
      const { measures, conversations } = source;
      if (sort && measuredColumns.has(sort.column)) await measures?.everything(job);
      const { count } = conversations;
      const found =
        text.trim() === '' ? ascendingNumbers(count) : await (await ConnectionSearch.for(source, text, job)).found(job);
      const numbers = sort ? await orderedConversations(source, found, sort, job) : found;
      return {
        id: this.lists.hold({ source, numbers }),
        rows: numbers.length,
        total: count,
        isMeasured: measures?.isComplete ?? true,
        knowsKernel: source.analysis.machine.knowsKernel,
      };
    });
  }

  private async rows({ list, start, count }: ConnectionRange): Promise<ConnectionPage> {
    const { source, numbers } = this.lists.get(list);
    const shown = [...numbers.subarray(start, start + count)];
    return { start, rows: await connectionRows(source, shown, new Job('', '', () => undefined)) };
  }

  private measure(id: JobId): Promise<void> {
    const { measures } = this.source('tcp');
    return this.jobs.run(id, 'Measuring connections', async (job) => measures?.everything(job));
  }

  private export(request: ConnectionExport) {
    const { source, numbers } = this.lists.get(request.list);
    return this.jobs.run(request.job, 'Writing connections', (job) => exportConnections(source, numbers, request, job));
  }

  private source(kind: ConversationKind): ConversationSource {
    const analysis = this.analysis();
    const known = this.sources.get(kind);
    if (known?.analysis === analysis) return known;
    const source = new ConversationSource(analysis, kind);
    this.sources.set(kind, source);
    return source;
  }
}
