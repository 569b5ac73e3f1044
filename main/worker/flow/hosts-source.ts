import type { FlowLane, FlowLine, FlowNode, FlowSegment } from '../../../preload/contract/flow';
import { literalText } from '../../analysis/fields/literal-text';
import type { Chunk } from '../../analysis/store/chunk';
import type { PacketStore } from '../../analysis/store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { AnalysisFlag } from '../../analysis/tcp/analysis-flag';
import { ConnectionWord, EndWord } from '../../analysis/tcp/connection-record';
import { LineKind } from '../../analysis/tcp/flow/flow-lines';
import { FlowMark } from '../../analysis/tcp/flow/flow-mark';
import { FlowRows } from '../../analysis/tcp/flow/flow-rows';
import { relativeTo } from '../../analysis/tcp/sequence-number';
import { flagNames, TcpFlag } from '../../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from '../capture-analysis';
import { badgeOfSights, ownBadges } from '../segment-badge';
import type { Ladder, LadderSource } from './ladder';
import { pauseLine, sincePrevious, unremarkable } from './plain-lines';

/** More hosts than these are drawn as one. */
const mostNodes = 400;
const pauseNanoseconds = 1_000_000_000;
const longestMessage = 300;

const troubles =
  AnalysisFlag.lostSegment | AnalysisFlag.zeroWindow | AnalysisFlag.retransmission | AnalysisFlag.outOfOrder;

/** Packets of any kind, in the order given. */
export class PacketFlow extends FlowRows {
  constructor(store: PacketStore, rows: Iterable<number>) {
    super(store);
    for (const row of rows) {
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const position = this.add(row, chunk, at);
      const isTcp = ((chunk.rowFlags[at] as number) & RowFlag.tcp) !== 0;
      const isReset = isTcp && ((chunk.tcpFlags[at] as number) & TcpFlag.rst) !== 0;
      const isTrouble = ((chunk.analysis[at] as number) & troubles) !== 0 || chunk.verdict[at] !== 0 || isReset;
      this.mark(position, isTrouble ? FlowMark.standsAlone | FlowMark.problem : FlowMark.standsAlone);
    }
    this.seal();
  }
}

/** Packets between any number of hosts, each host a lane. */
export class HostsSource implements LadderSource {
  readonly holes = null;
  readonly isComplete = true;
  readonly pauseNanoseconds = pauseNanoseconds;
  readonly stepsPerNanosecond: number;
  readonly nature;
  /** Node by number of the address; addresses that came late share the last. */
  private readonly nodeOf = new Map<number, number>();

  /** @param ends the two ends, where there are no others: of a UDP conversation */
  constructor(
    readonly analysis: CaptureAnalysis,
    readonly flow: PacketFlow,
    ends: readonly FlowNode[] = [],
  ) {
    const nodes = ends.length > 0 ? [...ends] : this.hosts();
    const otherHosts = Math.max(0, this.nodeOf.size - mostNodes);
    if (otherHosts > 0) nodes.push({ address: `${otherHosts} more hosts`, port: -1 });
    this.nature = { nodes, otherHosts, roundTripNanoseconds: null, capturePoint: null };
    const whole = flow.count > 1 ? spanOf(flow) : 0;
    this.stepsPerNanosecond = whole > 0 ? flow.count / whole : 1e-6;
    this.hasEnds = ends.length > 0;
  }

  private readonly hasEnds: boolean;

  describe(ladder: Ladder, line: number): FlowLine {
    if (ladder.lines.kind(line) === LineKind.pause) return pauseLine(ladder, line);
    const { flow, analysis } = this;
    const { store, registry } = analysis;
    const position = ladder.lines.first[line] as number;
    const row = flow.rows[position] as number;
    const isTcp = store.has(row, RowFlag.tcp);
    const flags = isTcp ? store.get('tcpFlags', row) : 0;
    const { from, to } = this.direction(row);
    const protocol = registry.at(store.get('protocol', row));
    const segment: FlowSegment = {
      kind: 'segment',
      line,
      top: ladder.lines.topOf(line),
      from,
      to,
      packet: row + 1,
      sinceStart: ladder.sinceStart(position),
      sincePrevious: sincePrevious(flow, position),
      ...this.oddity(row, isTcp, flags),
      protocol: protocol.short,
      flags: flagNames(flags).replaceAll(',', ''),
      sender: this.senderOf(row),
      ...this.numbers(row, isTcp, flags),
      options: '',
      message: this.message(row, isTcp),
      reason: '',
      evidence: '',
      ...unremarkable,
      router: '',
    };
    return segment;
  }

  complete(): void {}

  lanes(): FlowLane[] {
    return [];
  }

  private direction(row: number): { readonly from: number; readonly to: number } {
    const { store } = this.analysis;
    if (this.hasEnds) {
      const from = store.has(row, RowFlag.fromServer) ? 1 : 0;
      return { from, to: 1 - from };
    }
    const node = (address: number) => Math.min(mostNodes, this.nodeOf.get(address) ?? 0);
    return { from: node(store.get('source', row)), to: node(store.get('destination', row)) };
  }

  private numbers(row: number, isTcp: boolean, flags: number) {
    const { store, connections } = this.analysis;
    if (!isTcp) return { sequence: 0, acknowledgment: null, length: store.get('originalLength', row), window: -1 };
    const { records } = connections.tcp;
    const stream = store.get('stream', row);
    const fromServer = store.has(row, RowFlag.fromServer);
    const base = (ofServer: boolean) =>
      records.get(stream, (ofServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd) + EndWord.initialSequence);
    return {
      sequence: relativeTo(store.get('sequence', row), base(fromServer)),
      acknowledgment: flags & TcpFlag.ack ? relativeTo(store.get('acknowledgment', row), base(!fromServer)) : null,
      length: store.get('payloadLength', row),
      window: -1,
    };
  }

  /** What the packet says; between whose ports it goes, where it is TCP that carries nothing known. */
  private message(row: number, isTcp: boolean): string {
    const { store } = this.analysis;
    const said = literalText(this.analysis.infoOf(row)).slice(0, longestMessage);
    const ports = `${store.get('sourcePort', row)} → ${store.get('destinationPort', row)}`;
    return isTcp && said.startsWith(ports) ? ports : said;
  }

  private senderOf(row: number): FlowSegment['sender'] {
    const { store } = this.analysis;
    if (!store.has(row, RowFlag.tcp | RowFlag.udp)) return 'other';
    return store.has(row, RowFlag.fromServer) ? 'server' : 'client';
  }

  private oddity(row: number, isTcp: boolean, flags: number) {
    const { store } = this.analysis;
    const own = isTcp ? ownBadges[store.get('verdict', row)] : undefined;
    if (own !== undefined) return { badge: own[0], tone: own[1] };
    const { text, tone } = isTcp ? badgeOfSights(store.get('analysis', row), flags) : badgeOfSights(0, 0);
    return { badge: text, tone };
  }

  private hosts(): FlowNode[] {
    const { flow, nodeOf, analysis } = this;
    const { store } = analysis;
    const nodes: FlowNode[] = [];
    const meet = (address: number) => {
      if (nodeOf.has(address)) return;
      if (nodeOf.size < mostNodes) nodes.push({ address: store.addresses.text(address) || 'no address', port: -1 });
      nodeOf.set(address, nodeOf.size);
    };
    for (let position = 0; position < flow.count; position++) {
      const row = flow.rows[position] as number;
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      meet(chunk.source[row & chunkMask] as number);
      meet(chunk.destination[row & chunkMask] as number);
    }
    return nodes;
  }
}

function spanOf({ pauses, count }: FlowRows): number {
  let whole = 0;
  for (let position = 1; position < count; position++) whole += Math.max(0, pauses[position] as number);
  return whole;
}
