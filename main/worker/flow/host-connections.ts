import type { FlowLane } from '../../../preload/contract/flow';
import { allAtOnce } from '../../analysis/steps';
import { RowFlag } from '../../analysis/store/schema';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import type { CaptureAnalysis } from '../capture-analysis';
import type { HostNodes } from './host-nodes';
import { HostTracks } from './host-tracks';
import type { Ladder } from './ladder';
import { LadderConnection } from './ladder-connection';
import { MergedHoles } from './merged-holes';
import type { PacketFlow } from './packet-flow';
import type { Standing } from './standing';

/** Packets of the connections that are kept at hand, all together; the one in use is kept however long it is. */
const mostKeptPackets = 2_000_000;
const discoveredAtOnce = 32_768;
const markedAtOnce = 65_536;
const weighingMilliseconds = 5;

/** The TCP connections of a ladder of many, and what they tell of its packets. */
export class HostConnections {
  readonly holes = new MergedHoles();
  readonly tracks: HostTracks;
  isComplete = false;
  private readonly kept = new Map<number, LadderConnection>();
  private keptPackets = 0;
  private readonly work: Generator<void>;

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly flow: PacketFlow,
    nodes: HostNodes,
  ) {
    this.tracks = new HostTracks(analysis, flow, nodes);
    this.work = this.learnAll();
  }

  /** Learns more of the packets for a while. @returns false where all is known */
  advance(milliseconds: number): boolean {
    const until = performance.now() + milliseconds;
    while (!this.isComplete && performance.now() < until) if (this.work.next().done) this.isComplete = true;
    return !this.isComplete;
  }

  of(stream: number): LadderConnection {
    const known = this.kept.get(stream);
    if (known !== undefined) {
      this.kept.delete(stream);
      this.kept.set(stream, known);
      return known;
    }
    const connection = allAtOnce(LadderConnection.inSteps(this.analysis, stream));
    if (this.isComplete) connection.complete();
    this.keep(connection);
    return connection;
  }

  standing(ladder: Ladder, connection: LadderConnection): Standing {
    const { flow, tracks } = this;
    const { rows, count, holes } = connection.flow;
    const own = tracks.of(connection.stream);
    const place = (position: number): number => flow.find(rows[position] as number);
    return {
      nodes: own.nodes,
      tracks: own.tracks,
      topOf: (position) => {
        const at = place(position);
        return at < 0 ? null : ladder.topOfPosition(at);
      },
      edgeOf: (position, end) => {
        const at = position < count ? flow.firstFrom(rows[position] as number) : own.until[end];
        return at < flow.count ? ladder.topOfPosition(at) : ladder.lines.height;
      },
      topOfHole: (hole) => {
        const at = place(holes.positions[hole] as number);
        return at < 0 ? null : ladder.topOfHole(at);
      },
    };
  }

  *lanes(ladder: Ladder, top: number, bottom: number): Generator<void, FlowLane[]> {
    const { lines } = ladder;
    if (!this.isComplete || lines.count === 0) return [];
    const from = lines.first[Math.max(0, lines.lineAt(top) - 1)] as number;
    const to = lines.first[Math.min(lines.count - 1, lines.lineAt(bottom))] as number;
    const lanes: FlowLane[] = [];
    for (const stream of this.tracks.between(from, to)) {
      const connection = this.of(stream);
      lanes.push(...connection.lanes.between(this.standing(ladder, connection), top, bottom));
      yield;
    }
    return lanes;
  }

  private keep(connection: LadderConnection): void {
    this.kept.set(connection.stream, connection);
    this.keptPackets += connection.flow.count;
    for (const [stream, oldest] of this.kept) {
      if (this.keptPackets <= mostKeptPackets || this.kept.size === 1) return;
      this.kept.delete(stream);
      this.keptPackets -= oldest.flow.count;
    }
  }

  private *learnAll(): Generator<void> {
    yield* this.discover();
    for (const stream of this.tracks.streams) {
      yield* this.learn(stream);
      yield;
    }
    this.holes.sort();
    yield;
    yield* this.tracks.assign();
  }

  /** Which connections there are, and where their packets give way to those of others. */
  private *discover(): Generator<void> {
    const { flow, tracks } = this;
    const { store } = this.analysis;
    let before = -1;
    for (let position = 0; position < flow.count; position++) {
      const row = flow.rows[position] as number;
      const stream = store.has(row, RowFlag.tcp) ? store.get('stream', row) : -1;
      if (stream !== before) flow.mark(position, FlowMark.changesConnection);
      before = stream;
      if (stream >= 0) tracks.meet(stream, position);
      if (position % discoveredAtOnce === 0) yield;
    }
  }

  /** Marks the packets of a connection as a ladder of its own would. */
  private *learn(stream: number): Generator<void> {
    const { analysis, flow, holes } = this;
    const connection = yield* LadderConnection.inSteps(analysis, stream);
    const own = connection.flow;
    if (own.hasVerdicts) while (analysis.weigh(stream, weighingMilliseconds)) yield;
    connection.complete();
    for (let position = 0; position < own.count; position++) {
      if (position % markedAtOnce === markedAtOnce - 1) yield;
      const row = own.rows[position] as number;
      const at = flow.find(row);
      if (at < 0 || !analysis.store.has(row, RowFlag.tcp)) continue;
      const marks = own.marks[position] as number;
      flow.marks[at] = marks | ((flow.marks[at] as number) & FlowMark.changesConnection);
      if (marks & FlowMark.holeBefore) holes.add(at, own.holes.fates[own.holes.firstFrom(position)] as number);
    }
    if (own.count < mostKeptPackets / 8) this.keep(connection);
  }
}
