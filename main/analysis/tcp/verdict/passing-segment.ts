import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../store/schema';
import { TcpFlag } from '../../transport/tcp-flags';

/** One segment as it passed the capture point, read from the columns. One object serves for many. */
export class PassingSegment {
  row = 0;
  /** Nanoseconds since the row that `read` was told to count from. */
  time = 0;
  fromServer = false;
  sequence = 0;
  acknowledgment = 0;
  flags = 0;
  /** Payload bytes. */
  length = 0;
  /** Sequence numbers taken: payload, SYN and FIN (RFC 9293 §3.4). */
  taken = 0;
  window = 0;
  hasTimestamps = false;
  timestampValue = 0;
  timestampEcho = 0;
  /** IPv4 identification; 0 where there is none, and where the stack leaves it 0 (RFC 6864 §4.1). */
  identification = 0;
  timeToLive = 0;
  interface = 0;
  /** `AnalysisFlag` bits. */
  analysis = 0;

  read(store: PacketStore, row: number, since: number): this {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const rowFlags = chunk.rowFlags[at] as number;
    this.row = row;
    this.time = timeSince(store, chunk, at, since);
    this.fromServer = (rowFlags & RowFlag.fromServer) !== 0;
    this.sequence = chunk.sequence[at] as number;
    this.acknowledgment = chunk.acknowledgment[at] as number;
    this.flags = chunk.tcpFlags[at] as number;
    this.length = chunk.payloadLength[at] as number;
    this.taken = this.length + ((this.flags & TcpFlag.syn) !== 0 ? 1 : 0) + ((this.flags & TcpFlag.fin) !== 0 ? 1 : 0);
    this.window = chunk.window[at] as number;
    this.hasTimestamps = (rowFlags & RowFlag.hasTimestamps) !== 0;
    this.timestampValue = chunk.timestampValue[at] as number;
    this.timestampEcho = chunk.timestampEcho[at] as number;
    this.identification = rowFlags & RowFlag.hasIdentification ? (chunk.ipIdentification[at] as number) : 0;
    this.timeToLive = chunk.timeToLive[at] as number;
    this.interface = chunk.interface[at] as number;
    this.analysis = chunk.analysis[at] as number;
    return this;
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

function timeSince(store: PacketStore, chunk: Chunk, at: number, since: number): number {
  const first = store.chunks[since >>> chunkShift] as Chunk;
  const seconds = (chunk.seconds[at] as number) - (first.seconds[since & chunkMask] as number);
  const nanoseconds = (chunk.nanoseconds[at] as number) - (first.nanoseconds[since & chunkMask] as number);
  const total = seconds * 1e9 + nanoseconds;
  return total === total ? total : 0;
}
