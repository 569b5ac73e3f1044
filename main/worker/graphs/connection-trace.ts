import type { Stretch } from '../../../preload/contract/graphs';
import type { Chunk } from '../../analysis/store/chunk';
import type { PacketStore } from '../../analysis/store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import { InitialNumbers } from '../../analysis/tcp/initial-numbers';
import { relativeTo, unwrapped } from '../../analysis/tcp/sequence-number';
import { noRow } from '../../analysis/tcp/unacknowledged';
import { scaleFactor } from '../../analysis/tcp/window-scale';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { CaptureAnalysis } from '../capture-analysis';
import { floats, wholes } from './number-list';

const segmentsAtOnce = 32_768;

interface Span {
  from: number;
  to: number;
}

const nothing = (): Span => ({ from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY });

function widen(span: Span, number: number): void {
  if (number < span.from) span.from = number;
  if (number > span.to) span.to = number;
}

/** How far the streams of a connection were followed, by end: 0 the client, 1 the server. */
interface Reach {
  /** What relative numbers count from. */
  base: readonly [number, number];
  /** The furthest number that was sent, and that was acknowledged, as counts of bytes from the SYN's number. */
  readonly sent: [number, number];
  readonly acknowledged: [number, number];
}

/**
 * The segments of one connection with what graphs ask of each: gathered once, going from row to row of the connection alone, and
 * further when the capture has grown. Sequence numbers count on beyond 2^32; the SYN's is 0.
 */
export class ConnectionTrace {
  readonly rows = wholes();
  /** Seconds since the connection's first packet; negative where the clock went back. */
  readonly times = floats();
  readonly sequences = floats();
  /** NaN in segments without ACK. */
  readonly acknowledgments = floats();
  /** Payload bytes that each end sent, resent ones again: the client's, the server's. */
  readonly payload: [number, number] = [0, 0];
  /** From the first to the last moment, and the numbers that each end's segments have. */
  readonly time = nothing();
  readonly numbers = [nothing(), nothing()] as const;
  private readonly initial = new InitialNumbers();
  private readonly reach: Reach;
  /** Times never go back. */
  private isOrdered = true;
  private previous = Number.NEGATIVE_INFINITY;
  private row = noRow;
  /** The first segment's. */
  private started = noRow;

  constructor(
    readonly analysis: CaptureAnalysis,
    readonly stream: number,
  ) {
    this.reach = { base: this.initial.values, sent: [0, 0], acknowledged: [0, 0] };
  }

  get store(): PacketStore {
    return this.analysis.store;
  }

  get length(): number {
    return this.rows.length;
  }

  get firstRow(): number {
    return this.analysis.connections.tcp.records.get(this.stream, ConnectionWord.first);
  }

  private get lastRow(): number {
    return this.analysis.connections.tcp.records.get(this.stream, ConnectionWord.last);
  }

  get byteSize(): number {
    const { rows, times, sequences, acknowledgments } = this;
    return rows.byteSize + times.byteSize + sequences.byteSize + acknowledgments.byteSize;
  }

  get isComplete(): boolean {
    return this.row === this.lastRow;
  }

  /** What an end's window counts by, and whether that is known. */
  windowFactor(server: boolean): { readonly factor: number; readonly isKnown: boolean } {
    const { records } = this.analysis.connections.tcp;
    const end = records.at(this.stream) + (server ? ConnectionWord.serverEnd : ConnectionWord.clientEnd);
    const factor = scaleFactor(records.memory, end);
    return { factor: Math.max(1, factor), isKnown: factor !== -1 };
  }

  /** Goes on for a while. @returns whether there is more to do */
  advance(): boolean {
    const { lastRow } = this;
    const { chunks } = this.store;
    for (let i = 0; i < segmentsAtOnce && this.row !== lastRow; i++) {
      this.row =
        this.row === noRow
          ? this.firstRow
          : ((chunks[this.row >>> chunkShift] as Chunk).nextInStream[this.row & chunkMask] as number);
      this.take(chunks[this.row >>> chunkShift] as Chunk, this.row & chunkMask);
    }
    return this.row !== lastRow;
  }

  private take(chunk: Chunk, at: number): void {
    const rowFlags = chunk.rowFlags[at] as number;
    // Between the segments stand ICMP errors that quote one.
    if ((rowFlags & RowFlag.tcp) === 0) return;
    const { reach } = this;
    const own = rowFlags & RowFlag.fromServer ? 1 : 0;
    const other = 1 - own;
    const flags = chunk.tcpFlags[at] as number;
    if (flags & TcpFlag.syn || !this.initial.areBothKnown) this.learnInitial(chunk, at, own, flags);
    this.rows.push(this.row);
    const time = this.elapsed();
    if (time < this.previous) this.isOrdered = false;
    this.previous = time;
    widen(this.time, time);
    this.times.push(time);
    const furthest = Math.max(reach.sent[own], reach.acknowledged[other] as number);
    const sequence = unwrapped(relativeTo(chunk.sequence[at] as number, reach.base[own]), furthest);
    this.sequences.push(sequence);
    // What a reset says may be made up (RFC 9293 §3.10.7.1): nothing is counted on from there.
    const isReset = (flags & TcpFlag.rst) !== 0;
    const length = chunk.payloadLength[at] as number;
    const end = sequence + length;
    this.payload[own] += length;
    if (!isReset) {
      widen(this.numbers[own], sequence);
      widen(this.numbers[own], end);
    }
    if (!isReset && end > reach.sent[own]) reach.sent[own] = end;
    if ((flags & TcpFlag.ack) === 0) {
      this.acknowledgments.push(Number.NaN);
      return;
    }
    const near = Math.max(reach.sent[other] as number, reach.acknowledged[own]);
    const relative = relativeTo(chunk.acknowledgment[at] as number, reach.base[other] as number);
    const acknowledgment = unwrapped(relative, near);
    this.acknowledgments.push(acknowledgment);
    if (!isReset && acknowledgment > reach.acknowledged[own]) reach.acknowledged[own] = acknowledgment;
  }

  /** A SYN with another number than before begins a stream anew, and its numbers with it. */
  private learnInitial(chunk: Chunk, at: number, own: 0 | 1, flags: number): void {
    const { initial, reach } = this;
    const before = initial.values[own];
    const [sequence, acknowledgment] = [chunk.sequence[at] as number, chunk.acknowledgment[at] as number];
    initial.learn(own, sequence, acknowledgment, flags);
    if (initial.values[own] === before) return;
    reach.sent[own] = 0;
    reach.acknowledged[own === 0 ? 1 : 0] = 0;
  }

  /** Places of the segments of a stretch of time; all places, and so more than those, where the clock went back. */
  placesIn({ from, to }: Stretch): { readonly first: number; readonly end: number } {
    if (!this.isOrdered) return { first: 0, end: this.length };
    const times = this.times.view();
    return { first: lowerBound(times, (time) => time >= from), end: lowerBound(times, (time) => time > to) };
  }

  /** Behind the furthest byte that an end has sent. */
  furthest(server: boolean): number {
    return this.reach.sent[server ? 1 : 0];
  }

  /** A number of an end's stream, given with a segment, in the same count as the segment's own numbers. */
  placed(number: number, server: boolean, near: number): number {
    return unwrapped(relativeTo(number, this.reach.base[server ? 1 : 0]), near);
  }

  private elapsed(): number {
    if (this.started === noRow) this.started = this.row;
    return elapsedNanoseconds(this.store, this.started, this.row) / 1e9;
  }
}

/** The first place at which a condition holds that, once it holds, holds for all that follow. */
function lowerBound(numbers: Float64Array, holds: (number: number) => boolean): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(numbers[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
