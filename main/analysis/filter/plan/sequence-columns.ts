import type { PacketStore } from '../../store/packet-store';
import { chunkRows, RowFlag } from '../../store/schema';
import { TcpFlag } from '../../transport/tcp-flags';
import { type ColumnField, numberField } from './column-field';
import type { PlanFacts } from './facts';
import type { Stretch } from './stretch';

/**
 * `tcp.seq` and `tcp.ack` count from the connection's initial numbers as they are known at each segment (see
 * SegmentAnalysis.learnInitialNumbers). They are learnt again here, row by row from the first: one pass over the columns, instead
 * of one replay a connection.
 */
export const sequenceField = (
  { relativeNumbers }: PlanFacts,
  presence: ColumnField['presence'],
  which: 'sequence' | 'acknowledgment',
): ColumnField => numberField(32, presence, (stretch) => [relativeNumbers.of(stretch, which)]);

export class RelativeNumbers {
  /** By connection, the client's end at even places, the server's at odd ones. */
  private initial = new Int32Array(2048);
  private isKnown = new Uint8Array(2048);
  private chunk = -1;
  private known = 0;
  private readonly sequence = new Uint32Array(chunkRows);
  private readonly acknowledgment = new Uint32Array(chunkRows);

  constructor(private readonly store: PacketStore) {}

  of(stretch: Stretch, which: 'sequence' | 'acknowledgment'): Uint32Array {
    const chunk = stretch.firstRow / chunkRows;
    if (chunk < this.chunk) this.restart();
    while (this.chunk < chunk || this.known < stretch.to) this.advance(chunk, stretch.to);
    return this[which];
  }

  private restart(): void {
    this.isKnown.fill(0);
    this.chunk = -1;
    this.known = 0;
  }

  /** Goes on to the end of the present chunk, or into the next one. */
  private advance(chunk: number, to: number): void {
    const { store } = this;
    if (this.chunk < 0 || this.known === chunkRows) {
      this.chunk++;
      this.known = 0;
    }
    const end = this.chunk === chunk ? to : chunkRows;
    const columns = store.chunks[this.chunk] as (typeof store.chunks)[number];
    const { stream, rowFlags, tcpFlags, sequence, acknowledgment } = columns;
    for (let at = this.known; at < end; at++) {
      const connection = stream[at] as number;
      const flags = rowFlags[at] as number;
      if ((flags & RowFlag.tcp) === 0 || connection < 0) continue;
      if (connection * 2 + 2 > this.initial.length) this.grow(connection);
      const fromServer = flags & RowFlag.fromServer ? 1 : 0;
      this.learn(at, connection * 2 + fromServer, connection * 2 + 1 - fromServer, tcpFlags, sequence, acknowledgment);
    }
    this.known = end;
  }

  private learn(
    at: number,
    own: number,
    other: number,
    tcpFlags: Uint16Array,
    sequence: Uint32Array,
    acknowledgment: Uint32Array,
  ): void {
    const { initial, isKnown } = this;
    const bits = tcpFlags[at] as number;
    if (bits & TcpFlag.syn) {
      initial[own] = sequence[at] as number;
      isKnown[own] = 1;
    } else if (isKnown[own] === 0) {
      initial[own] = (sequence[at] as number) - 1;
      isKnown[own] = 1;
    }
    if (bits & TcpFlag.ack && isKnown[other] === 0) {
      initial[other] = (acknowledgment[at] as number) - 1;
      isKnown[other] = 1;
    }
    this.sequence[at] = (sequence[at] as number) - (initial[own] as number);
    this.acknowledgment[at] = (acknowledgment[at] as number) - (bits & TcpFlag.ack ? (initial[other] as number) : 0);
  }

  private grow(connection: number): void {
    const length = Math.max(connection * 2 + 2, this.initial.length * 2);
    const initial = new Int32Array(length);
    initial.set(this.initial);
    const isKnown = new Uint8Array(length);
    isKnown.set(this.isKnown);
    this.initial = initial;
    this.isKnown = isKnown;
  }
}
