import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../store/schema';
import { TcpFlag } from '../../transport/tcp-flags';

/**
 * One segment as it passed the capture point. It stands at a row, and reads at once what nearly every verdict asks: rows of one
 * connection lie far apart, and the ways to memory overlap where no decision stands between them.
 */
export class PassingSegment {
  row = 0;
  /** An ICMP error may stand in a connection's list, too. */
  isSegment = true;
  fromServer = false;
  flags = 0;
  /** Payload bytes. */
  length = 0;
  /** Sequence numbers taken: payload, SYN and FIN (RFC 9293 §3.4). */
  taken = 0;
  hasTimestamps = false;
  sequence = 0;
  acknowledgment = 0;
  window = 0;
  /** `AnalysisFlag` bits. */
  analysis = 0;
  /** IPv4 identification; 0 where there is none, and where the stack leaves it 0 (RFC 6864 §4.1). */
  identification = 0;
  nextRow = 0;
  private chunk: Chunk;
  private at = 0;
  private firstSeconds = 0;
  private firstNanoseconds = 0;

  constructor(readonly store: PacketStore) {
    this.chunk = store.chunks[0] as Chunk;
  }

  /** Times count from this row's. */
  countFrom(row: number): void {
    this.firstSeconds = this.store.get('seconds', row);
    this.firstNanoseconds = this.store.get('nanoseconds', row);
  }

  read(row: number): this {
    const chunk = this.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const rowFlags = chunk.rowFlags[at] as number;
    const flags = chunk.tcpFlags[at] as number;
    const length = chunk.payloadLength[at] as number;
    const identification = chunk.ipIdentification[at] as number;
    this.nextRow = chunk.nextInStream[at] as number;
    this.sequence = chunk.sequence[at] as number;
    this.acknowledgment = chunk.acknowledgment[at] as number;
    this.window = chunk.window[at] as number;
    this.analysis = chunk.analysis[at] as number;
    this.identification = rowFlags & RowFlag.hasIdentification ? identification : 0;
    this.row = row;
    this.chunk = chunk;
    this.at = at;
    this.isSegment = (rowFlags & RowFlag.tcp) !== 0;
    this.fromServer = (rowFlags & RowFlag.fromServer) !== 0;
    this.hasTimestamps = (rowFlags & RowFlag.hasTimestamps) !== 0;
    this.flags = flags;
    this.length = length;
    this.taken = flags & (TcpFlag.syn | TcpFlag.fin) ? length + synAndFin(flags) : length;
    return this;
  }

  /** Nanoseconds since the row of `countFrom`; 0 without a time. */
  get time(): number {
    const seconds = (this.chunk.seconds[this.at] as number) - this.firstSeconds;
    const total = seconds * 1e9 + ((this.chunk.nanoseconds[this.at] as number) - this.firstNanoseconds);
    return Number.isNaN(total) ? 0 : total;
  }

  get timestampValue(): number {
    return this.chunk.timestampValue[this.at] as number;
  }

  get timestampEcho(): number {
    return this.chunk.timestampEcho[this.at] as number;
  }

  get timeToLive(): number {
    return this.chunk.timeToLive[this.at] as number;
  }

  get interface(): number {
    return this.chunk.interface[this.at] as number;
  }

  get acknowledges(): boolean {
    return (this.flags & TcpFlag.ack) !== 0;
  }

  get isSyn(): boolean {
    return (this.flags & TcpFlag.syn) !== 0;
  }

  get isReset(): boolean {
    return (this.flags & TcpFlag.rst) !== 0;
  }
}

const synAndFin = (flags: number): number => (flags & TcpFlag.syn ? 1 : 0) + (flags & TcpFlag.fin ? 1 : 0);
