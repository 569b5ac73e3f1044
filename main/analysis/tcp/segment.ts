import { absent } from '../packet-summary';
import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../store/schema';
import { TcpFlag, UnreadSegment } from '../transport/tcp-flags';
import { multipathMask, multipathShift } from './analysis-flag';
import { advance } from './sequence-number';
import type { TcpOptions } from './tcp-options-table';

const openOrClose = TcpFlag.syn | TcpFlag.fin | TcpFlag.rst;

/**
 * One TCP segment in the hands of the analysis. The same object serves for all. Sequence numbers are kept as signed 32-bit
 * integers, which the engine holds without boxes.
 */
export class Segment {
  row = 0;
  fromServer = false;
  sequence = 0;
  acknowledgment = 0;
  flags = 0;
  /** Payload bytes. */
  length = 0;
  /** Behind the last sequence number that the segment takes up: SYN or FIN take up one (RFC 9293 §3.4). */
  end = 0;
  /** As it stands in the header. */
  window = 0;
  /** `absent` without the option, `uncaptured` where the options were cut before it. */
  windowScale: number = absent;
  fastOpenCookie: number = absent;
  /** Subtypes of its Multipath TCP options, as bits. */
  multipath = 0;
  /** One of them is the connection's first of its kind. */
  bringsNewOption = false;

  get isSyn(): boolean {
    return (this.flags & TcpFlag.syn) !== 0;
  }

  get isFin(): boolean {
    return (this.flags & TcpFlag.fin) !== 0;
  }

  get isReset(): boolean {
    return (this.flags & TcpFlag.rst) !== 0;
  }

  get acknowledges(): boolean {
    return (this.flags & TcpFlag.ack) !== 0;
  }

  /** Its header is longer than itself: its numbers count for nothing. */
  get isUnreadable(): boolean {
    return (this.flags & UnreadSegment.whole) !== 0;
  }

  /** The flags, or what of them a segment claims whose header length cannot be. */
  get claimedFlags(): number {
    const syn = this.flags & UnreadSegment.syn ? TcpFlag.syn : 0;
    const ack = this.flags & UnreadSegment.ack ? TcpFlag.ack : 0;
    return this.flags | syn | ack;
  }

  get opensOrCloses(): boolean {
    return (this.flags & openOrClose) !== 0;
  }

  /** Takes a segment from the store. */
  read(store: PacketStore, row: number, options: TcpOptions): void {
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    this.row = row;
    this.fromServer = ((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0;
    this.fill(
      chunk.sequence[at] as number,
      chunk.acknowledgment[at] as number,
      chunk.tcpFlags[at] as number,
      chunk.payloadLength[at] as number,
      chunk.window[at] as number,
    );
    this.multipath = ((chunk.analysis[at] as number) >>> multipathShift) & multipathMask;
    this.windowScale = this.isSyn ? options.windowScale(row) : absent;
    this.fastOpenCookie = this.isSyn ? options.fastOpenCookie(row) : absent;
  }

  /** Takes what an ICMP error quotes of a segment: its flags. */
  quote(row: number, flags: number): void {
    this.row = row;
    this.multipath = 0;
    this.fill(0, 0, flags, 0, 0);
  }

  private fill(sequence: number, acknowledgment: number, flags: number, length: number, window: number): void {
    this.sequence = sequence | 0;
    this.acknowledgment = acknowledgment | 0;
    this.flags = flags;
    this.length = length;
    this.window = window;
    this.end = advance(sequence, flags & (TcpFlag.syn | TcpFlag.fin) ? length + 1 : length);
  }
}
