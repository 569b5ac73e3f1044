import type { ConnectionGraphRequest, GraphLayer, LayerKind } from '../../../preload/contract/graphs';
import type { VerdictSource } from '../../../preload/contract/settings';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { AnalysisFlag, carriesSackBlocks } from '../../analysis/tcp/analysis-flag';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { ConnectionTrace } from './connection-trace';
import { PixelBars } from './pixel-bars';
import { type Columns, PixelPoints } from './pixel-points';

/** Lines come in from answers outside of the stretch: how far these are looked for. */
const neighborsSought = 500;
/** So many segments are drawn each by itself. */
const mostSingleSegments = 5000;

const barKinds = ['data', 'retransmission', 'spurious', 'out-of-order', 'duplicate', 'probe', 'sack'] as const;
type BarKind = (typeof barKinds)[number];
const markKinds = ['syn', 'fin', 'reset', 'zero-window', 'duplicate-ack'] as const;
type MarkKind = (typeof markKinds)[number];

/**
 * Sequence numbers over time in tcptrace's manner: the sender's segments as bars, the receiver's ACKs and windows as steps, its
 * SACK blocks, and marks for what happens besides.
 */
export class SequenceGraph {
  private readonly bars: Readonly<Record<BarKind, PixelBars>>;
  private readonly marks: Readonly<Record<MarkKind, PixelPoints>>;
  private readonly edge: PixelPoints;
  private readonly acknowledged: PixelPoints;
  private readonly fromServer: boolean;
  private readonly windowFactor: number;

  constructor(
    private readonly trace: ConnectionTrace,
    request: ConnectionGraphRequest,
    private readonly columns: Columns,
    private readonly verdicts: VerdictSource,
  ) {
    this.fromServer = request.sender === 'server';
    this.windowFactor = trace.windowFactor(!this.fromServer).factor;
    const { first, end } = trace.placesIn(columns.stretch);
    const single = end - first <= mostSingleSegments;
    const height = request.y === null ? trace.furthest(this.fromServer) : request.y.to - request.y.from;
    const tolerance = single ? -1 : height / Math.max(1, request.lines);
    this.bars = Object.fromEntries(barKinds.map((kind) => [kind, new PixelBars(columns, tolerance)])) as Record<
      BarKind,
      PixelBars
    >;
    this.marks = Object.fromEntries(markKinds.map((kind) => [kind, new PixelPoints(columns)])) as Record<
      MarkKind,
      PixelPoints
    >;
    this.edge = new PixelPoints(columns);
    this.acknowledged = new PixelPoints(columns);
  }

  layers(): readonly GraphLayer[] {
    const { store } = this.trace;
    const rows = this.trace.rows.view();
    const times = this.trace.times.view();
    const { from, to } = this.columns.stretch;
    const { first, end } = this.trace.placesIn(this.columns.stretch);
    const before = Math.max(0, first - neighborsSought);
    const behind = Math.min(rows.length, end + neighborsSought);
    for (let place = before; place < behind; place++) {
      const time = times[place] as number;
      const row = rows[place] as number;
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const isSent = (((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0) === this.fromServer;
      if (!isSent) this.addAnswer(place, time, chunk, at, row);
      else if (time >= from && time <= to) this.addSent(place, time, chunk, at, row);
    }
    return [
      pointLayer('window-edge', 'steps', this.edge),
      pointLayer('acknowledged', 'steps', this.acknowledged),
      ...barKinds.map((kind) => barLayer(kind, this.bars[kind])),
      ...markKinds.map((kind) => pointLayer(kind, 'dots', this.marks[kind])),
    ].filter(({ x }) => x.length > 0);
  }

  private addSent(place: number, time: number, chunk: Chunk, at: number, row: number): void {
    const low = this.trace.sequences.at(place);
    const flags = chunk.tcpFlags[at] as number;
    const length = chunk.payloadLength[at] as number;
    const high = low + length;
    if (length > 0) this.bars[this.kindOf(chunk, at)].add(time, low, high, row + 1);
    if ((flags & opensOrCloses) === 0) return;
    if (flags & TcpFlag.syn) this.marks.syn.add(time, low, row + 1);
    if (flags & TcpFlag.fin) this.marks.fin.add(time, high + 1, row + 1);
    if (flags & TcpFlag.rst) this.marks.reset.add(time, high, row + 1);
  }

  private addAnswer(place: number, time: number, chunk: Chunk, at: number, row: number): void {
    const acknowledgment = this.trace.acknowledgments.at(place);
    if (Number.isNaN(acknowledgment)) return;
    const flags = chunk.tcpFlags[at] as number;
    if (flags & TcpFlag.rst) {
      this.marks.reset.add(time, acknowledgment, row + 1);
      return;
    }
    // What the window of a SYN says is not scaled (RFC 7323 §2.2).
    const window = (chunk.window[at] as number) * (flags & TcpFlag.syn ? 1 : this.windowFactor);
    this.acknowledged.add(time, acknowledgment, row + 1);
    this.edge.add(time, acknowledgment + window, row + 1);
    const analysis = chunk.analysis[at] as number;
    if (analysis === 0) return;
    if (analysis & AnalysisFlag.zeroWindow) this.marks['zero-window'].add(time, acknowledgment, row + 1);
    if (analysis & AnalysisFlag.duplicateAcknowledgment) this.marks['duplicate-ack'].add(time, acknowledgment, row + 1);
    if (analysis & carriesSackBlocks) this.addBlocks(row, time, acknowledgment);
  }

  private addBlocks(row: number, time: number, near: number): void {
    const { options } = this.trace.analysis.connections;
    for (let block = 0; block < options.blockCount(row); block++) {
      const left = this.trace.placed(options.blockEdge(row, 2 * block), this.fromServer, near);
      const right = this.trace.placed(options.blockEdge(row, 2 * block + 1), this.fromServer, near);
      if (right > left) this.bars.sack.add(time, left, right, row + 1);
    }
  }

  private kindOf(chunk: Chunk, at: number): BarKind {
    const flags = chunk.analysis[at] as number;
    const verdict = chunk.verdict[at] as number;
    if (flags === 0 && verdict === 0) return 'data';
    if (flags & (AnalysisFlag.keepAlive | AnalysisFlag.zeroWindowProbe)) return 'probe';
    if (this.verdicts === 'wirestate') return ownKinds[verdict] ?? 'data';
    if (flags & AnalysisFlag.spuriousRetransmission) return 'spurious';
    if (flags & AnalysisFlag.outOfOrder) return 'out-of-order';
    return flags & AnalysisFlag.retransmission ? 'retransmission' : 'data';
  }
}

const opensOrCloses = TcpFlag.syn | TcpFlag.fin | TcpFlag.rst;

const ownKinds: Readonly<Record<number, BarKind>> = {
  [Verdict.retransmission]: 'retransmission',
  [Verdict.spuriousRetransmission]: 'spurious',
  [Verdict.outOfOrder]: 'out-of-order',
  [Verdict.duplicatePacket]: 'duplicate',
};

const barLayer = (kind: LayerKind, bars: PixelBars): GraphLayer => ({
  kind,
  shape: 'bars',
  points: bars.count,
  ...bars.result(),
});

export const pointLayer = (kind: LayerKind, shape: 'steps' | 'line' | 'dots', points: PixelPoints): GraphLayer => ({
  kind,
  shape,
  points: points.count,
  low: null,
  ...points.points(shape !== 'dots'),
});
