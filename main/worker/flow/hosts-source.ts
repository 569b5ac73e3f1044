import type { FlowLane, FlowLine, FlowNode, FlowSegment } from '../../../preload/contract/flow';
import { Transport } from '../../analysis/packet-summary';
import { RowFlag } from '../../analysis/store/schema';
import { LineKind } from '../../analysis/tcp/flow/flow-lines';
import type { CaptureAnalysis } from '../capture-analysis';
import { badgeOfSights } from '../segment-badge';
import { HostConnections } from './host-connections';
import { HostNodes } from './host-nodes';
import type { Ladder, LadderSource } from './ladder';
import { PacketFlow } from './packet-flow';
import { markOf, otherThanSegment, pauseLine, runLine } from './plain-lines';

const pauseNanoseconds = 1_000_000_000;

/** Packets between any number of hosts, each host a node. */
export class HostsSource implements LadderSource {
  readonly pauseNanoseconds = pauseNanoseconds;
  readonly stepsPerNanosecond: number;
  readonly nature;
  private readonly connections: HostConnections;

  private constructor(
    private readonly analysis: CaptureAnalysis,
    readonly flow: PacketFlow,
    private readonly nodes: HostNodes,
    private readonly ends: readonly FlowNode[],
  ) {
    this.connections = new HostConnections(analysis, flow, nodes);
    this.nature = {
      nodes: ends.length > 0 ? ends : this.nodes.nodes,
      otherHosts: ends.length > 0 ? 0 : this.nodes.others,
      roundTripNanoseconds: null,
      capturePoint: null,
    };
    const { duration } = flow;
    this.stepsPerNanosecond = duration > 0 ? flow.count / duration : 1e-6;
  }

  /**
   * Made in steps, between which there is time for other work.
   * @param ends the two ends, where there are no others: of a UDP conversation
   */
  static *of(
    analysis: CaptureAnalysis,
    rows: Iterable<number>,
    ends: readonly FlowNode[] = [],
  ): Generator<void, HostsSource> {
    const flow = new PacketFlow(analysis.store);
    yield* flow.take(rows);
    yield;
    const nodes = new HostNodes(analysis);
    yield* nodes.meetAll(flow);
    yield;
    return new HostsSource(analysis, flow, nodes, ends);
  }

  get holes() {
    return this.connections.holes;
  }

  get tracks(): readonly number[] {
    return this.ends.length > 0 ? this.ends.map(() => 0) : this.connections.tracks.counts;
  }

  get isComplete(): boolean {
    return this.connections.isComplete || this.isPlain;
  }

  advance(milliseconds: number): boolean {
    return !this.isPlain && this.connections.advance(milliseconds);
  }

  describe(ladder: Ladder, line: number): FlowLine {
    const { lines } = ladder;
    const kind = lines.kind(line);
    if (kind === LineKind.pause) return pauseLine(ladder, line);
    const row = this.flow.rows[lines.first[line] as number] as number;
    const { store } = this.analysis;
    if (!store.has(row, RowFlag.tcp)) return this.otherPacket(ladder, line, row);
    const connection = this.connections.of(store.get('stream', row));
    const standing = this.connections.standing(ladder, connection);
    if (kind === LineKind.run) return runLine(ladder, line, standing, connection);
    const position = connection.flow.positionOf(row);
    const mark = markOf(ladder, line);
    if (kind === LineKind.lost) return connection.lostLine(standing, mark, position);
    return connection.segments.describe(standing, mark, position);
  }

  lanes(ladder: Ladder, top: number, bottom: number): Generator<void, FlowLane[]> {
    return this.connections.lanes(ladder, top, bottom);
  }

  /** Packets are drawn as they come: what connections tell is known when they are whole, and datagrams have none. */
  private get isPlain(): boolean {
    return this.analysis.isLoading || this.ends.length > 0;
  }

  /** A packet that is no TCP segment. */
  private otherPacket(ladder: Ladder, line: number, row: number): FlowSegment {
    const { store, connections } = this.analysis;
    const { quoted } = connections;
    const isError = quoted.connection(row) >= 0;
    const stream = isError && quoted.transport(row) === Transport.tcp ? quoted.connection(row) : -1;
    const { text, tone } = badgeOfSights(0, 0);
    const connection = stream >= 0 ? this.connections.of(stream) : null;
    const about =
      connection?.segments.about(this.connections.standing(ladder, connection), connection.flow.positionOf(row)) ??
      null;
    return {
      ...otherThanSegment(this.analysis, row),
      kind: 'segment',
      ...markOf(ladder, line),
      ...this.direction(row),
      stream,
      fromTrack: -1,
      toTrack: -1,
      sender: this.senderOf(row),
      badge: text,
      tone: isError ? 'problem' : tone,
      about,
      router: this.isFromRouter(row) ? store.addresses.text(store.get('source', row)) : '',
    };
  }

  private direction(row: number): { readonly from: number; readonly to: number } {
    if (this.ends.length === 0) return this.nodes.direction(row);
    const { store } = this.analysis;
    const isEnd = (end: number, address: number) => this.ends[end]?.address === store.addresses.text(address);
    if (!store.has(row, RowFlag.udp)) {
      const to = isEnd(1, store.get('destination', row)) ? 1 : 0;
      return { from: this.isFromRouter(row) ? -1 : 1 - to, to };
    }
    const from = store.has(row, RowFlag.fromServer) ? 1 : 0;
    return { from, to: 1 - from };
  }

  /** Whether neither end of a conversation sent the packet. */
  private isFromRouter(row: number): boolean {
    const { store } = this.analysis;
    const source = store.addresses.text(store.get('source', row));
    return this.ends.length > 0 && !this.ends.some(({ address }) => address === source);
  }

  private senderOf(row: number): FlowSegment['sender'] {
    const { store } = this.analysis;
    if (!store.has(row, RowFlag.tcp | RowFlag.udp)) return 'other';
    return store.has(row, RowFlag.fromServer) ? 'server' : 'client';
  }
}
