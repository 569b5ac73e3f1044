import { type PacketSummary, Transport } from '../packet-summary';
import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkRows, chunkShift, RowFlag } from '../store/schema';
import { TcpFlag } from '../transport/tcp-flags';
import { carriesSackBlocks, multipathShift } from './analysis-flag';
import { elapsedNanoseconds } from './clock';
import { ConnectionWord, EndBit, EndWord } from './connection-record';
import { ConnectionTable, noConnection } from './connection-table';
import { EnclosingDatagrams } from './enclosing-datagrams';
import { rowsAtOnce } from './followed-rows';
import { MultipathOptions } from './multipath-options';
import { QuotedPackets, unknownFlags } from './quoted-packets';
import { SegmentFollower } from './segment-follower';
import { sequenceDistance } from './sequence-number';
import { TcpOptions } from './tcp-options-table';
import { noRow } from './unacknowledged';
import { Suspects } from './verdict/suspects';

/** Behind every known distance. */
const unknownDistance = 2 ** 32;

/** Follows every TCP connection and UDP conversation while packets are added to the store, in their order. */
export class ConnectionTracker {
  readonly options = new TcpOptions();
  private readonly multipath = new MultipathOptions();
  readonly follower = new SegmentFollower({
    elapsedNanoseconds: (from, to) => elapsedNanoseconds(this.store, from, to),
    windowScale: (row) => this.options.windowScale(row),
    fastOpenCookie: (row) => this.options.fastOpenCookie(row),
    takesInNew: (connection, subtypes) => (this.multipath.takesInNew(connection, subtypes) ? 1 : 0),
    blockCount: (row) => this.options.blockCount(row),
    blockEdge: (row, index) => this.options.blockEdge(row, index),
    sackPermitted: (row) => this.options.sackPermitted(row),
  });
  readonly tcp = new ConnectionTable(this.follower, true);
  readonly udp = new ConnectionTable(this.follower, false);
  readonly quoted = new QuotedPackets();
  /** First datagram of their own, for conversations that a tunnel's datagram or an error opened. */
  readonly firstDatagrams = new Map<number, number>();
  readonly enclosing = new EnclosingDatagrams();
  /** The connections that our own verdicts are about. */
  readonly suspects = new Suspects(this.tcp.records);

  constructor(readonly store: PacketStore) {}

  get byteSize(): number {
    const { follower, options, quoted, enclosing, multipath } = this;
    return follower.byteSize + options.byteSize + quoted.byteSize + enclosing.byteSize + multipath.byteSize;
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
    if (summary.multipath !== 0) {
      this.mark(row, summary.multipath << multipathShift);
      this.follower.noteMultipath(row, summary.multipath);
    }
    if (summary.sackCount === 0) return;
    this.options.addBlocks(row, summary.sackEdges, summary.sackCount);
    this.mark(row, carriesSackBlocks);
  }

  private mark(row: number, bits: number): void {
    this.store.set('analysis', row, this.store.get('analysis', row) | bits);
  }

  /** Follows the connections of the rows from `from` to before `to`, which were noted. The columns tell all that is needed. */
  settle(from: number, to: number): void {
    for (let row = from; row < to; ) {
      const chunk = this.store.chunks[row >>> chunkShift] as Chunk;
      const at = row & chunkMask;
      const end = Math.min(at + rowsAtOnce, at + to - row, chunkRows);
      this.follow(chunk, at, end, row);
      row += end - at;
    }
  }

  /** @param firstRow the row at `from` */
  private follow(chunk: Chunk, from: number, to: number, firstRow: number): void {
    const { follower } = this;
    follower.follow(chunk, from, to, firstRow);
    const { suspects, previous: before } = follower.rows;
    this.suspects.add(suspects, follower.newSuspects);
    for (let i = 0; i < to - from; i++) {
      const previous = before[i] as number;
      if (previous !== noRow) this.link(previous, firstRow + i, chunk, from + i);
    }
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
    if (isLinked) this.linkError(connection, row);
    return connection;
  }

  /** Puts an error behind the segments of its connection. */
  private linkError(connection: number, row: number): void {
    const { store, tcp } = this;
    store.set('nextInStream', tcp.records.get(connection, ConnectionWord.last), row);
    tcp.records.set(connection, ConnectionWord.last, row);
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
    const memory = tcp.records.memory;
    const fromServer = tcp.isFromServer(connection, source, sourcePort);
    const own = tcp.records.at(connection) + (fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd);
    if (((memory[own] as number) & EndBit.hasNext) === 0) return unknownDistance;
    const initial = memory[own + EndWord.initialSequence] as number;
    const next = memory[own + EndWord.nextSequence] as number;
    const beyond = sequenceDistance(sequence, next);
    return beyond > 0 ? beyond : Math.max(0, sequenceDistance(initial, sequence));
  }

  /** Lets the row at `at` follow the one before it in its conversation. */
  private link(previous: number, row: number, chunk: Chunk, at: number): void {
    const before = this.store.chunks[previous >>> chunkShift] as Chunk;
    const place = previous & chunkMask;
    const isDatagram = ((chunk.rowFlags[at] as number) & RowFlag.udp) !== 0;
    const conversation = chunk.stream[at] as number;
    // The packet that opened the conversation may stand in the list of what its datagram carried.
    if (isDatagram && !isOwnDatagram(before, place, conversation)) this.firstDatagrams.set(conversation, row);
    else before.nextInStream[place] = row;
  }
}

/** Whether the row is a datagram of the conversation itself, and not of a tunnel's inside or of an error. */
const isOwnDatagram = ({ rowFlags, stream }: Chunk, at: number, conversation: number): boolean =>
  ((rowFlags[at] as number) & RowFlag.udp) !== 0 && stream[at] === conversation;
