import { grown } from '../../grown-array';
import type { PacketStore } from '../../store/packet-store';
import { chunkRows, chunkShift, RowFlag } from '../../store/schema';
import { ConnectionWord, EndBit, EndWord } from '../../tcp/connection-record';
import type { RecordTable } from '../../tcp/record-table';
import { TcpFlag, UnreadSegment } from '../../transport/tcp-flags';
import { type ColumnField, numberField } from './column-field';
import type { PlanFacts } from './facts';
import type { Stretch } from './stretch';

/**
 * `tcp.seq` and `tcp.ack` count from the connection's initial numbers as they are known at each segment (see
 * `learnInitialNumbers` of the assembly). Of few rows they are looked up in the connection's record, unless a SYN replaced them on
 * the way; else they are learnt again here, row by row from the first: one pass over the columns, instead of one replay a
 * connection.
 */
export const sequenceField = (
  { relativeNumbers }: PlanFacts,
  presence: ColumnField['presence'],
  which: keyof Numbers,
): ColumnField => numberField(32, presence, (stretch) => [relativeNumbers.of(stretch, which)]);

const bothKnown = 3;
/** Up to so many rows it is quicker to look the numbers up. */
const fewRows = 16;

/** By place in the chunk. */
interface Numbers {
  readonly sequence: Uint32Array;
  readonly acknowledgment: Uint32Array;
}

const numbers = (): Numbers => ({
  sequence: new Uint32Array(chunkRows),
  acknowledgment: new Uint32Array(chunkRows),
});

/** Relative sequence numbers of rows that are asked for in ascending order. */
export class RelativeNumbers {
  /** By connection, the client's number at even places, the server's at odd ones. */
  private initial = new Int32Array(2048);
  /** By connection: 1 where the client's number is known, 2 where the server's is. */
  private known = new Uint8Array(1024);
  /** Every row before this one was learnt from. */
  private next = 0;
  /** Rows of the present chunk from `numberedFrom` up to `next` have their numbers. */
  private numberedFrom = 0;
  /** Made when they are first asked for: most filters never do, and each keeps its own. */
  private numbered: Numbers | null = null;
  private lookedUp: Numbers | null = null;

  /** @param connections the records of the TCP connections */
  constructor(
    private readonly store: PacketStore,
    private readonly connections: RecordTable,
  ) {}

  /** The numbers of the stretch's rows, by their place in the chunk; they hold until the next call for other rows. */
  of(stretch: Stretch, which: keyof Numbers): Uint32Array {
    const { firstRow, from, to } = stretch;
    this.lookedUp ??= numbers();
    if (to - from <= fewRows && this.lookUp(stretch, which, this.lookedUp[which])) return this.lookedUp[which];
    this.numbered ??= numbers();
    const [start, end] = [firstRow + from, firstRow + to];
    const isThere = start >= this.numberedFrom && end <= this.next && start >= firstRow;
    if (!isThere || this.numberedFrom < firstRow) {
      if (start < this.next) this.restart();
      this.skip(start);
      this.numberedFrom = start;
    }
    if (this.next < end) this.number(end, this.numbered);
    return this.numbered[which];
  }

  /** @returns false where a row's connection was renumbered, so that its record does not tell */
  private lookUp({ chunk, from, to }: Stretch, which: keyof Numbers, lookedUp: Uint32Array): boolean {
    const { connections } = this;
    const { memory } = connections;
    for (let at = from; at < to; at++) {
      const flags = chunk.rowFlags[at] as number;
      const connection = chunk.stream[at] as number;
      if ((flags & RowFlag.tcp) === 0 || connection < 0) continue;
      const client = connections.at(connection) + ConnectionWord.clientEnd;
      const server = connections.at(connection) + ConnectionWord.serverEnd;
      if (((memory[client] as number) | (memory[server] as number)) & EndBit.renumbered) return false;
      const [own, other] = flags & RowFlag.fromServer ? [server, client] : [client, server];
      if (which === 'sequence') {
        lookedUp[at] = (chunk.sequence[at] as number) - (memory[own + EndWord.initialSequence] as number);
      } else {
        const isAcknowledging = ((chunk.tcpFlags[at] as number) & TcpFlag.ack) !== 0;
        const base = isAcknowledging ? (memory[other + EndWord.initialSequence] as number) : 0;
        lookedUp[at] = (chunk.acknowledgment[at] as number) - base;
      }
    }
    return true;
  }

  private restart(): void {
    this.known.fill(0);
    this.next = 0;
  }

  /** Learns from the rows before `end`, without numbering them. */
  private skip(end: number): void {
    while (this.next < end) {
      const firstRow = this.next - (this.next % chunkRows);
      const chunk = this.store.chunks[firstRow >>> chunkShift] as (typeof this.store.chunks)[number];
      const { stream, rowFlags, tcpFlags } = chunk;
      const to = Math.min(chunkRows, end - firstRow);
      const { known } = this;
      for (let at = this.next - firstRow; at < to; at++) {
        if (((rowFlags[at] as number) & RowFlag.tcp) === 0) continue;
        const isPlain = known[stream[at] as number] === bothKnown && ((tcpFlags[at] as number) & TcpFlag.syn) === 0;
        if (isPlain) continue;
        this.next = firstRow + at;
        this.learn(at, chunk);
        if (known !== this.known) break;
      }
      this.next = known === this.known ? firstRow + to : this.next + 1;
    }
  }

  /** Learns from the rows before `end` of the present chunk, and numbers them. */
  private number(end: number, numbered: Numbers): void {
    const firstRow = this.next - (this.next % chunkRows);
    const chunk = this.store.chunks[firstRow >>> chunkShift] as (typeof this.store.chunks)[number];
    const { stream, rowFlags, tcpFlags, sequence, acknowledgment } = chunk;
    for (let at = this.next - firstRow; at < end - firstRow; at++) {
      const flags = rowFlags[at] as number;
      const connection = stream[at] as number;
      if ((flags & RowFlag.tcp) === 0 || connection < 0) continue;
      const bits = tcpFlags[at] as number;
      if (this.known[connection] !== bothKnown || bits & TcpFlag.syn) this.learn(at, chunk);
      const fromServer = flags & RowFlag.fromServer ? 1 : 0;
      const own = connection * 2 + fromServer;
      numbered.sequence[at] = (sequence[at] as number) - (this.initial[own] as number);
      const base = bits & TcpFlag.ack ? (this.initial[own ^ 1] as number) : 0;
      numbered.acknowledgment[at] = (acknowledgment[at] as number) - base;
    }
    this.next = end;
  }

  private learn(
    at: number,
    { stream, rowFlags, tcpFlags, sequence, acknowledgment }: PacketStore['chunks'][number],
  ): void {
    const connection = stream[at] as number;
    const bits = tcpFlags[at] as number;
    if (connection < 0 || bits & UnreadSegment.whole) return;
    if (connection >= this.known.length) this.grow(connection);
    const { initial, known } = this;
    const fromServer = (rowFlags[at] as number) & RowFlag.fromServer ? 1 : 0;
    const own = connection * 2 + fromServer;
    const [ownBit, otherBit] = fromServer ? [2, 1] : [1, 2];
    const isFirst = ((known[connection] as number) & ownBit) === 0;
    if (bits & TcpFlag.syn || (isFirst && bits & UnreadSegment.syn)) initial[own] = sequence[at] as number;
    else if (isFirst) initial[own] = (sequence[at] as number) - 1;
    if (bits & TcpFlag.ack && ((known[connection] as number) & otherBit) === 0) {
      initial[own ^ 1] = (acknowledgment[at] as number) - 1;
      (known[connection] as number) |= otherBit;
    }
    (known[connection] as number) |= ownBit;
  }

  private grow(connection: number): void {
    this.known = grown(this.known, connection + 1);
    this.initial = grown(this.initial, this.known.length * 2);
  }
}
