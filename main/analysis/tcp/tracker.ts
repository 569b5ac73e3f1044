import { type PacketSummary, Transport } from '../packet-summary';
import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkRows, chunkShift, RowFlag } from '../store/schema';
import { TcpFlag } from '../transport/tcp-flags';
import { AnalysisFlag, carriesSackBlocks, multipathShift } from './analysis-flag';
import { ConnectionWord, EndBit, EndWord, tcpWords, udpWords } from './connection-record';
import { ConnectionTable, noConnection } from './connection-table';
import { EnclosingDatagrams } from './enclosing-datagrams';
import { MultipathOptions } from './multipath-options';
import { QuotedPackets, unknownFlags } from './quoted-packets';
import { Segment } from './segment';
import { SegmentAnalysis } from './segment-analysis';
import { isSame, sequenceDistance } from './sequence-number';
import { StateMachine } from './state-machine';
import { TcpOptions } from './tcp-options-table';
import { Suspects } from './verdict/suspects';

/** Behind every known distance. */
const unknownDistance = 2 ** 32;

const { reusedPorts } = AnalysisFlag;

/** Rows whose connections are looked up before the first of them is followed. */
const lookedUpTogether = 64;

/** Follows every TCP connection and UDP conversation while packets are added to the store, in their order. */
export class ConnectionTracker {
  readonly tcp = new ConnectionTable(tcpWords);
  readonly udp = new ConnectionTable(udpWords);
  readonly options = new TcpOptions();
  readonly quoted = new QuotedPackets();
  /** First datagram of their own, for conversations that a tunnel's datagram or an error opened. */
  readonly firstDatagrams = new Map<number, number>();
  readonly enclosing = new EnclosingDatagrams();
  /** The connections that our own verdicts are about. */
  readonly suspects = new Suspects(this.tcp.records);
  private readonly multipath = new MultipathOptions();
  private readonly analysis: SegmentAnalysis;
  private readonly machine = new StateMachine();
  private readonly segment = new Segment();
  /** A connection has taken another's place since `lookUp`: what was found then may be the earlier one. */
  private hasReplaced = false;

  constructor(readonly store: PacketStore) {
    this.analysis = new SegmentAnalysis(store);
  }

  get byteSize(): number {
    const { tcp, udp, options, quoted, enclosing, multipath } = this;
    return tcp.byteSize + udp.byteSize + options.byteSize + quoted.byteSize + enclosing.byteSize + multipath.byteSize;
  }

  /** Takes in the packet that was stored at `row`. Rows must come in order, each once. */
  add(row: number, summary: PacketSummary): void {
    this.note(row, summary);
    this.settle(row, row + 1);
  }

  /** Keeps of a packet what the columns have no place for. `settle` must follow. */
  note(row: number, summary: PacketSummary): void {
    if (summary.transport !== Transport.tcp) return;
    if (summary.tcpFlags & TcpFlag.syn) this.options.addHandshake(row, summary);
    if (summary.multipath !== 0) this.mark(row, summary.multipath << multipathShift);
    if (summary.sackCount === 0) return;
    this.options.addBlocks(row, summary.sackEdges, summary.sackCount);
    this.mark(row, carriesSackBlocks);
  }

  private mark(row: number, bits: number): void {
    this.store.set('analysis', row, this.store.get('analysis', row) | bits);
  }

  /** Follows the connections of the rows from `from` to before `to`, which were noted. The columns tell all that is needed. */
  settle(from: number, to: number): void {
    const { store } = this;
    for (let row = from; row < to; ) {
      const chunk = store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const end = Math.min(at + lookedUpTogether, at + to - row, chunkRows);
      this.lookUp(chunk, at, end);
      this.follow(chunk, at, end, row);
      row += end - at;
    }
  }

  /**
   * Puts into the column what connections the rows seem to belong to. Finding one means waiting for memory, twice; of rows that
   * are looked up one right after the other the processor waits for several at once.
   */
  private lookUp(chunk: Chunk, from: number, to: number): void {
    const { source, destination, sourcePort, destinationPort, rowFlags, stream } = chunk;
    this.hasReplaced = false;
    for (let at = from; at < to; at++) {
      const flags = rowFlags[at] as number;
      if ((flags & (RowFlag.tcp | RowFlag.udp)) === 0) continue;
      const table = flags & RowFlag.tcp ? this.tcp : this.udp;
      stream[at] = table.find(
        source[at] as number,
        destination[at] as number,
        sourcePort[at] as number,
        destinationPort[at] as number,
      );
    }
  }

  /** @param firstRow the row at `from` */
  private follow(chunk: Chunk, from: number, to: number, firstRow: number): void {
    const { rowFlags } = chunk;
    for (let at = from; at < to; at++) {
      const flags = rowFlags[at] as number;
      if (flags & RowFlag.tcp) this.addSegment(firstRow + at - from, chunk, at);
      else if (flags & RowFlag.udp) this.addDatagram(firstRow + at - from, chunk, at);
    }
  }

  /** What `lookUp` has found, or what a row since then has opened. */
  private connectionOf(table: ConnectionTable, chunk: Chunk, at: number): number {
    const seen = chunk.stream[at] as number;
    if (seen !== noConnection && !this.hasReplaced) return seen;
    return table.find(
      chunk.source[at] as number,
      chunk.destination[at] as number,
      chunk.sourcePort[at] as number,
      chunk.destinationPort[at] as number,
    );
  }

  /**
   * Ties an ICMP error to the connection of the packet that it quotes. Must be called in the order of the rows, like `add`. As in
   * tshark, a quote of a whole header opens a connection that was not there; a shorter quote does not.
   * @param sourceId number of the quoted packet's source address in the store's AddressTable
   * @param tcpFlags of the quoted segment, `unknownFlags` where the quote ends before them or is of UDP
   * @param sequence of the quoted segment
   * @returns the connection's number, `noConnection` where there is none
   */
  quote(
    row: number,
    transport: number,
    sourceId: number,
    destinationId: number,
    sourcePort: number,
    destinationPort: number,
    tcpFlags: number = unknownFlags,
    sequence?: number,
  ): number {
    const table = transport === Transport.tcp ? this.tcp : this.udp;
    let connection = this.find(sourceId, destinationId, sourcePort, destinationPort, sequence, transport);
    const isNew = connection === noConnection;
    if (isNew) {
      if (transport === Transport.tcp && tcpFlags === unknownFlags) return noConnection;
      connection = table.open(sourceId, destinationId, sourcePort, destinationPort, row);
    }
    if (this.quoted.has(row)) return connection;
    this.quoted.add(row, transport, connection, tcpFlags, sequence);
    // A quoted datagram tells no time of its conversation; in a connection's list the error stands among the segments.
    const isLinked = transport === Transport.tcp && !isNew && !this.store.has(row, RowFlag.tcp | RowFlag.udp);
    if (isLinked) this.link(table, connection, row);
    return connection;
  }

  /**
   * The latest connection between two ends; with a sequence number, rather the one whose numbers it fits best where ports were
   * reused. `noConnection` where there is none.
   */
  find(
    sourceId: number,
    destinationId: number,
    sourcePort: number,
    destinationPort: number,
    sequence?: number,
    transport: number = Transport.tcp,
  ): number {
    const table = transport === Transport.tcp ? this.tcp : this.udp;
    const latest = table.find(sourceId, destinationId, sourcePort, destinationPort);
    if (sequence === undefined || transport !== Transport.tcp || latest === noConnection) return latest;
    let best = latest;
    let nearest = this.distance(latest, sourceId, sourcePort, sequence);
    for (let each = table.earlier(latest); each !== noConnection && nearest > 0; each = table.earlier(each)) {
      const distance = this.distance(each, sourceId, sourcePort, sequence);
      if (distance < nearest) {
        nearest = distance;
        best = each;
      }
    }
    return best;
  }

  /**
   * Numbers the conversation of a datagram that carries another packet. Must be called before `add` of the row; of several
   * around one another, the outermost first.
   */
  enclose(row: number, sourceId: number, destinationId: number, sourcePort: number, destinationPort: number): number {
    const { udp } = this;
    let conversation = udp.find(sourceId, destinationId, sourcePort, destinationPort);
    let previous = 0;
    if (conversation === noConnection) {
      conversation = udp.open(sourceId, destinationId, sourcePort, destinationPort, row);
    } else {
      const last = udp.records.get(conversation, ConnectionWord.last) + 1;
      previous = Math.max(last, udp.records.get(conversation, ConnectionWord.lastEnclosing));
    }
    if (this.enclosing.conversation(row) < 0) this.enclosing.add(row, conversation, previous);
    udp.records.set(conversation, ConnectionWord.lastEnclosing, row + 1);
    return conversation;
  }

  /** How far a sequence number lies from those that an end of the connection has sent; 0 among them. */
  private distance(connection: number, source: number, sourcePort: number, sequence: number): number {
    const { tcp } = this;
    const memory = tcp.records.memory(connection);
    const fromServer = tcp.isFromServer(connection, source, sourcePort);
    const own = tcp.records.at(connection) + (fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd);
    if (((memory[own] as number) & EndBit.hasNext) === 0) return unknownDistance;
    const initial = memory[own + EndWord.initialSequence] as number;
    const next = memory[own + EndWord.nextSequence] as number;
    const beyond = sequenceDistance(sequence, next);
    return beyond > 0 ? beyond : Math.max(0, sequenceDistance(initial, sequence));
  }

  private addDatagram(row: number, chunk: Chunk, at: number): void {
    const source = chunk.source[at] as number;
    const sourcePort = chunk.sourcePort[at] as number;
    const destinationPort = chunk.destinationPort[at] as number;
    let conversation = this.connectionOf(this.udp, chunk, at);
    if (conversation === noConnection) {
      const isReply = sourcePort < 1024 && destinationPort >= 1024;
      conversation = this.open(this.udp, row, chunk, at, isReply);
    } else this.link(this.udp, conversation, row);
    chunk.stream[at] = conversation;
    if (this.udp.isFromServer(conversation, source, sourcePort)) (chunk.rowFlags[at] as number) |= RowFlag.fromServer;
  }

  private addSegment(row: number, chunk: Chunk, at: number): void {
    const source = chunk.source[at] as number;
    const sourcePort = chunk.sourcePort[at] as number;
    const destinationPort = chunk.destinationPort[at] as number;
    const { tcp, segment } = this;
    segment.read(this.store, row, this.options);
    let connection = this.connectionOf(tcp, chunk, at);
    const isReplaced = connection !== noConnection && this.reusesPorts(connection, source, sourcePort);
    this.hasReplaced ||= isReplaced;
    if (isReplaced) connection = noConnection;
    if (connection === noConnection) {
      const fromServer = segment.isSyn ? segment.acknowledges : sourcePort < destinationPort;
      connection = this.open(tcp, row, chunk, at, fromServer);
    } else this.link(tcp, connection, row);
    chunk.stream[at] = connection;
    segment.fromServer = tcp.isFromServer(connection, source, sourcePort);
    if (segment.fromServer) (chunk.rowFlags[at] as number) |= RowFlag.fromServer;
    const memory = tcp.records.memory(connection);
    const record = tcp.records.at(connection);
    segment.bringsNewOption = segment.multipath !== 0 && this.multipath.takesInNew(connection, segment.multipath);
    const verdicts = this.analysis.analyze(memory, record, segment, null) | (isReplaced ? reusedPorts : 0);
    (chunk.analysis[at] as number) |= verdicts;
    chunk.states[at] = this.machine.advance(memory, record, segment);
    this.suspects.look(connection, memory, record, segment, verdicts, chunk.ipIdentification[at] as number);
  }

  /** A SYN that begins elsewhere than the connection that had the ports last (user's guide, TCP Port numbers reused). */
  private reusesPorts(connection: number, source: number, sourcePort: number): boolean {
    const { tcp, segment } = this;
    if ((segment.claimedFlags & (TcpFlag.syn | TcpFlag.ack)) !== TcpFlag.syn) return false;
    const fromServer = tcp.isFromServer(connection, source, sourcePort);
    const memory = tcp.records.memory(connection);
    const own = tcp.records.at(connection) + (fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd);
    const isKnown = ((memory[own] as number) & EndBit.hasInitial) !== 0;
    return isKnown && !isSame(memory[own + EndWord.initialSequence] as number, segment.sequence);
  }

  /** @param fromServer whether the sender of the first packet is the server, as far as that packet tells */
  private open(table: ConnectionTable, row: number, chunk: Chunk, at: number, fromServer: boolean): number {
    const source = chunk.source[at] as number;
    const destination = chunk.destination[at] as number;
    const sourcePort = chunk.sourcePort[at] as number;
    const destinationPort = chunk.destinationPort[at] as number;
    return fromServer
      ? table.open(destination, source, destinationPort, sourcePort, row)
      : table.open(source, destination, sourcePort, destinationPort, row);
  }

  private link(table: ConnectionTable, connection: number, row: number): void {
    const memory = table.records.memory(connection);
    const at = table.records.at(connection) + ConnectionWord.last;
    const last = memory[at] as number;
    memory[at] = row;
    const chunk = this.store.chunks[last >>> chunkShift] as Chunk;
    const place = last & chunkMask;
    if (table === this.udp && !isOwnDatagram(chunk, place, connection)) {
      // The packet that opened the conversation stands in the list of what its datagram carried.
      this.firstDatagrams.set(connection, row);
      return;
    }
    chunk.nextInStream[place] = row;
  }
}

/** Whether the row is a datagram of the conversation itself, and not of a tunnel's inside or of an error. */
const isOwnDatagram = ({ rowFlags, stream }: Chunk, at: number, conversation: number): boolean =>
  ((rowFlags[at] as number) & RowFlag.udp) !== 0 && stream[at] === conversation;
