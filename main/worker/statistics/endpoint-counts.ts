import type { EndpointKind } from '../../../preload/contract/endpoints';
import { AddressFamily } from '../../analysis/packet-summary';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from '../capture-analysis';
import { AddressPairs } from '../connections/address-pairs';
import { withRoom } from '../connections/conversation-counts';
import { TrackedConversations } from '../connections/conversations';
import type { Job } from '../jobs';
import { EthernetStations } from './ethernet-stations';
import { NumberTable } from './number-table';
import { outerAddresses, TunnelChains } from './outer-addresses';
import { StationPairs } from './station-pairs';

const rowsAtOnce = 1 << 12;

class Counts {
  readonly sentPackets: Uint32Array;
  readonly receivedPackets: Uint32Array;
  readonly sentBytes: Float64Array;
  readonly receivedBytes: Float64Array;
  readonly connections: Uint32Array;
  readonly resets: Uint32Array;
  readonly retransmissions: Uint32Array;

  constructor(readonly capacity: number) {
    this.sentPackets = new Uint32Array(capacity);
    this.receivedPackets = new Uint32Array(capacity);
    this.sentBytes = new Float64Array(capacity);
    this.receivedBytes = new Float64Array(capacity);
    this.connections = new Uint32Array(capacity);
    this.resets = new Uint32Array(capacity);
    this.retransmissions = new Uint32Array(capacity);
  }
}

/** Tells ports from addresses in a pair of the two, which has no order. */
const portMark = 0x8000_0000;

/** What each end of the traffic sent and received, numbered in the order in which the ends appear. */
export class EndpointCounts {
  counts = new Counts(0);
  private readonly ends = new AddressPairs();
  private readonly byAddress = new NumberTable();
  /** By twice a stream's number, and one more for its server. */
  private readonly byStream = new NumberTable();

  constructor(
    private readonly analysis: CaptureAnalysis,
    private readonly kind: EndpointKind,
  ) {}

  get count(): number {
    return this.ends.count;
  }

  /** Number of the AddressTable. */
  address(end: number): number {
    return this.ends.first(end);
  }

  port(end: number): number {
    return this.ends.second(end) - portMark;
  }

  async countAll(job: Job): Promise<void> {
    if (this.kind === 'eth') {
      await this.countStations(job);
      return;
    }
    const { store } = this.analysis;
    const tunnels = new TunnelChains(this.analysis);
    const end = store.count;
    for (let row = 0; row < end; row++) {
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      this.countPacket(chunk, at);
      const headers = this.kind === 'ip' ? tunnels.headers(chunk.layers[at] as number) : 0;
      const around = this.isIp(chunk.source[at] as number) ? headers - 1 : headers;
      if (around > 0 && !this.analysis.isLoading) this.countOuter(row, chunk, at, around);
      if (row % rowsAtOnce === 0) await job.breathe(row, end);
    }
    this.countConnections();
  }

  /** While the file is being read nothing: until then addresses are numbered by who reads. */
  private async countStations(job: Job): Promise<void> {
    const { store } = this.analysis;
    const stations = new EthernetStations(this.analysis);
    const pairs = new StationPairs((bytes, at) => this.station(bytes, at));
    const end = store.count;
    for (let row = 0; row < end && !this.analysis.isLoading; row++) {
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      if (row % rowsAtOnce === 0) await job.breathe(row, end);
      const length = chunk.originalLength[at] as number;
      const frame = stations.plainFrame(row, chunk.layers[at] as number);
      if (frame !== null) {
        pairs.look(frame);
        this.send(pairs.source, length);
        this.receive(pairs.destination, length);
        continue;
      }
      stations.eachPair(row, chunk.layers[at] as number, (source, destination) => {
        this.send(this.station(source, 0), length);
        this.receive(this.station(destination, 0), length);
      });
    }
  }

  private station(bytes: Uint8Array, at: number): number {
    return this.endOfAddress(this.analysis.store.addresses.intern(bytes, at, AddressFamily.ethernet));
  }

  private countPacket(chunk: Chunk, at: number): void {
    const flags = chunk.rowFlags[at] as number;
    const source = chunk.source[at] as number;
    const destination = chunk.destination[at] as number;
    const isTcp = (flags & RowFlag.tcp) !== 0;
    if (this.kind === 'ip') {
      if (!this.isIp(source) || !this.isIp(destination)) return;
    } else if ((flags & (this.kind === 'tcp' ? RowFlag.tcp : RowFlag.udp)) === 0) return;
    const hasPort = this.kind !== 'ip';
    const bytes = chunk.originalLength[at] as number;
    const sender = hasPort ? this.endOfStream(chunk, at, true) : this.endOfAddress(source);
    const receiver = hasPort ? this.endOfStream(chunk, at, false) : this.endOfAddress(destination);
    this.send(sender, bytes);
    this.receive(receiver, bytes);
    if (!isTcp) return;
    const { counts } = this;
    if ((chunk.tcpFlags[at] as number) & TcpFlag.rst) counts.resets[sender]!++;
    const verdict = chunk.verdict[at];
    const isResent = verdict === Verdict.retransmission || verdict === Verdict.spuriousRetransmission;
    if (isResent) counts.retransmissions[sender]!++;
  }

  /** The ends of a tunnel, of which the columns tell only what goes through it. Once all is loaded: until then addresses are numbered by who reads. */
  private countOuter(row: number, chunk: Chunk, at: number, headers: number): void {
    const bytes = chunk.originalLength[at] as number;
    for (const { source, destination } of outerAddresses(this.analysis, row, headers)) {
      this.send(this.endOfAddress(source), bytes);
      this.receive(this.endOfAddress(destination), bytes);
    }
  }

  private send(end: number, bytes: number): void {
    this.counts.sentPackets[end]!++;
    this.counts.sentBytes[end]! += bytes;
  }

  private receive(end: number, bytes: number): void {
    this.counts.receivedPackets[end]!++;
    this.counts.receivedBytes[end]! += bytes;
  }

  private endOfAddress(address: number): number {
    const known = this.byAddress.get(address);
    return known >= 0 ? known : this.byAddress.set(address, this.end(address, 0));
  }

  /** The end that sent a packet of a connection or conversation, or that it goes to: looked up once for each. */
  private endOfStream(chunk: Chunk, at: number, isSender: boolean): number {
    const stream = chunk.stream[at] as number;
    const isServer = (((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0) === isSender;
    const place = 2 * stream + (isServer ? 1 : 0);
    const known = stream < 0 ? -1 : this.byStream.get(place);
    if (known >= 0) return known;
    const address = isSender ? chunk.source[at] : chunk.destination[at];
    const port = isSender ? chunk.sourcePort[at] : chunk.destinationPort[at];
    const end = this.end(address as number, port as number);
    return stream < 0 ? end : this.byStream.set(place, end);
  }

  private end(address: number, port: number): number {
    const end = this.ends.numberOf(address, port + portMark);
    this.counts = withRoom(this.counts, end + 1, Counts);
    return end;
  }

  private countConnections(): void {
    if (this.kind === 'udp') return;
    const connections = new TrackedConversations(this.analysis.connections.tcp, RowFlag.tcp);
    const hasPort = this.kind === 'tcp';
    for (let stream = 0; stream < connections.count; stream++) {
      const one = this.end(connections.client(stream), hasPort ? connections.clientPort(stream) : 0);
      const other = this.end(connections.server(stream), hasPort ? connections.serverPort(stream) : 0);
      this.counts.connections[one]!++;
      if (other !== one) this.counts.connections[other]!++;
    }
  }

  private isIp(address: number): boolean {
    const family = this.analysis.store.addresses.family(address);
    return family === AddressFamily.ipv4 || family === AddressFamily.ipv6;
  }
}
