import { setTimeout } from 'node:timers/promises';
import type {
  ConnectionGraph,
  ConnectionGraphRequest,
  DataSender,
  GraphLayer,
  Stretch,
} from '../../../preload/contract/graphs';
import type { VerdictSource } from '../../../preload/contract/settings';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from '../capture-analysis';
import { type Job, JobCancelled, type Jobs } from '../jobs';
import { ConnectionTrace } from './connection-trace';
import { Columns } from './pixel-points';
import { roundTripLayers, throughputLayers, windowLayers } from './rate-graphs';
import { SequenceGraph } from './sequence-graph';
import { TraceDetails } from './trace-details';

/** How long an answer is kept back for the whole of it. */
const patienceMilliseconds = 120;
/** Of the connections asked for before the one at hand. */
const mostKeptBytes = 64 << 20;
const mostPixels = 8192;

/** A request of which it is settled whose data it is about. */
export type SenderRequest = ConnectionGraphRequest & { readonly sender: DataSender };

interface Traced {
  readonly trace: ConnectionTrace;
  details: TraceDetails | null;
  work: Promise<void> | null;
}

/** Answers for the graphs of single connections, and keeps what it gathered of those asked for last. */
export class ConnectionGraphs {
  /** The one used last is the last. */
  private readonly traced = new Map<number, Traced>();

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly jobs: Jobs,
    private readonly verdicts: () => VerdictSource,
  ) {}

  async graph(request: ConnectionGraphRequest): Promise<ConnectionGraph> {
    const { stream } = request;
    const { count } = this.analysis.connections.tcp;
    if (stream >= count) throw new Error(`There is no TCP connection ${stream}: the capture has ${count}.`);
    const traced = this.take(stream);
    const needsDetails = ['round-trip', 'round-trip-by-sequence', 'window'].includes(request.graph);
    if (needsDetails) traced.details ??= new TraceDetails(traced.trace);
    traced.work ??= this.gather(traced, request);
    await Promise.race([traced.work, setTimeout(patienceMilliseconds)]);
    return this.draw(traced, request);
  }

  private take(stream: number): Traced {
    const known = this.traced.get(stream);
    const traced = known ?? { trace: new ConnectionTrace(this.analysis, stream), details: null, work: null };
    this.traced.delete(stream);
    let bytes = 0;
    for (const [other, { trace, details, work }] of [...this.traced].reverse()) {
      bytes += trace.byteSize + (details?.byteSize ?? 0);
      if (bytes > mostKeptBytes && work === null) this.traced.delete(other);
    }
    this.traced.set(stream, traced);
    return traced;
  }

  private async gather(traced: Traced, { job, stream }: ConnectionGraphRequest): Promise<void> {
    try {
      await this.jobs.run(job, `Graphing connection ${stream}`, (each) => this.gatherAll(traced, each));
    } catch (error) {
      if (!(error instanceof JobCancelled)) throw error;
    } finally {
      traced.work = null;
    }
  }

  private async gatherAll(traced: Traced, job: Job): Promise<void> {
    const { trace } = traced;
    while (trace.advance()) await job.breathe();
    // Another graph may have asked for the details meanwhile.
    while (traced.details?.advance()) await job.breathe(traced.details.done, trace.length);
  }

  private draw({ trace, details }: Traced, asked: ConnectionGraphRequest): ConnectionGraph {
    const [ofClient, ofServer] = trace.payload;
    const request = { ...asked, sender: asked.sender ?? (ofServer >= ofClient ? 'server' : 'client') } as const;
    const bySequence = request.graph === 'round-trip-by-sequence';
    const extent = extentOf(bySequence ? trace.numbers[request.sender === 'server' ? 1 : 0] : trace.time);
    const shown = request.x ?? extent;
    const columns = new Columns(shown, Math.max(1, Math.min(mostPixels, request.columns)));
    const samples = details?.[request.sender];
    const done = samples && request.graph !== 'sequence' ? (details?.done ?? 0) : trace.length;
    const rate = request.graph === 'throughput' ? throughputLayers(trace, request, shown) : null;
    const { store } = this.analysis;
    const first = trace.firstRow;
    const hasTime = !Number.isNaN(store.get('seconds', first));
    const needsDetails = request.graph !== 'sequence' && rate === null;
    return {
      origin: hasTime ? { seconds: store.get('seconds', first), nanoseconds: store.get('nanoseconds', first) } : null,
      sender: request.sender,
      startsWithSyn: (store.get('tcpFlags', first) & TcpFlag.syn) !== 0,
      xUnit: bySequence ? 'bytes' : 'seconds',
      yUnit: rate ? 'bits per second' : request.graph.startsWith('round-trip') ? 'seconds' : 'bytes',
      extent,
      layers: rate?.layers ?? this.layers(trace, details, request, columns),
      interval: rate?.interval ?? 0,
      notes: notesOn(trace, request, rate?.hasAcknowledgments ?? true),
      done: needsDetails ? done : trace.length,
      total: trace.length,
      complete: trace.isComplete && (!needsDetails || details?.isComplete === true),
    };
  }

  private layers(
    trace: ConnectionTrace,
    details: TraceDetails | null,
    request: SenderRequest,
    columns: Columns,
  ): readonly GraphLayer[] {
    const { graph, sender } = request;
    if (graph === 'sequence') return new SequenceGraph(trace, request, columns, this.verdicts()).layers();
    const samples = (details as TraceDetails)[sender];
    if (graph === 'window') return windowLayers(trace, samples, columns, sender === 'server');
    return roundTripLayers(trace, samples, columns, graph === 'round-trip-by-sequence');
  }
}

const extentOf = ({ from, to }: Stretch): Stretch => (from <= to ? { from, to } : { from: 0, to: 0 });

function notesOn(trace: ConnectionTrace, request: SenderRequest, hasAcknowledgments: boolean): string[] {
  const notes: string[] = [];
  const receiver = request.sender === 'client' ? 'server' : 'client';
  const usesWindow = request.graph === 'sequence' || request.graph === 'window';
  if (usesWindow && !trace.windowFactor(receiver === 'server').isKnown)
    notes.push(
      `The handshake was not captured: the ${receiver}'s window may be scaled, and is drawn as it stands in its segments.`,
    );
  if (!hasAcknowledgments)
    notes.push(`No ACK of the ${receiver} was captured: goodput counts the bytes that passed for the first time.`);
  if (Number.isNaN(trace.store.get('seconds', trace.firstRow))) notes.push('The file gives no times.');
  return notes;
}
