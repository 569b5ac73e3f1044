import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkRows, chunkShift, RowFlag } from '../../store/schema';
import { TcpFlag } from '../../transport/tcp-flags';
import { type ColumnField, numberField } from './column-field';
import type { PlanFacts } from './facts';
import type { Stretch } from './stretch';

/**
 * `tcp.seq` and `tcp.ack` count from the connection's initial numbers as they are known at each segment (see
 * SegmentAnalysis.learnInitialNumbers). They are learnt again here, from the first segments of each connection that is asked about.
 */
export const sequenceField = (
  { relativeNumbers }: PlanFacts,
  presence: ColumnField['presence'],
  which: 'sequence' | 'acknowledgment',
): ColumnField => numberField(32, presence, (stretch) => [relativeNumbers.of(stretch, which)]);

const bothKnown = 3;

/** Relative sequence numbers of rows that are asked for in ascending order. */
export class RelativeNumbers {
  /** By connection, the client's number at even places, the server's at odd ones. */
  private initial = new Int32Array(2048);
  /** By connection: 1 where the client's number is known, 2 where the server's is. */
  private known = new Uint8Array(1024);
  /** By connection: the last row that was learnt from, plus one; 0 for none. */
  private learnt = new Uint32Array(1024);
  /** By connection: SYNs that were not learnt from. Without any, what is known stays. */
  private synsLeft = new Uint32Array(1024);
  /** The SYNs of the rows before this one were counted. */
  private counted = 0;
  /** The rows that have their numbers. */
  private from = 0;
  private to = 0;
  private readonly sequence = new Uint32Array(chunkRows);
  private readonly acknowledgment = new Uint32Array(chunkRows);

  /** @param firstRow of a connection */
  constructor(
    private readonly store: PacketStore,
    private readonly firstRow: (connection: number) => number,
  ) {}

  /** The numbers of the stretch's rows, by their place in the chunk; they hold until the next call for other rows. */
  of(stretch: Stretch, which: 'sequence' | 'acknowledgment'): Uint32Array {
    const from = stretch.firstRow + stretch.from;
    const to = stretch.firstRow + stretch.to;
    if (from < this.from || to > this.to) {
      if (from < this.from) this.restart();
      this.countSyns();
      this.number(stretch);
      this.from = from;
      this.to = to;
    }
    return this[which];
  }

  private restart(): void {
    this.known.fill(0);
    this.learnt.fill(0);
    this.synsLeft.fill(0);
    this.counted = 0;
  }

  private countSyns(): void {
    const { chunks, count } = this.store;
    while (this.counted < count) {
      const { tcpFlags, stream } = chunks[this.counted >>> chunkShift] as Chunk;
      const from = this.counted & chunkMask;
      const to = Math.min(chunkRows, from + count - this.counted);
      for (let at = from; at < to; at++) {
        if (((tcpFlags[at] as number) & TcpFlag.syn) !== 0) this.countSyn(stream[at] as number);
      }
      this.counted += to - from;
    }
  }

  private countSyn(connection: number): void {
    if (connection < 0) return;
    if (connection >= this.known.length) this.grow(connection);
    this.synsLeft[connection]!++;
  }

  private number({ chunk, firstRow, from, to }: Stretch): void {
    const { stream, rowFlags, tcpFlags, sequence, acknowledgment } = chunk;
    for (let at = from; at < to; at++) {
      const flags = rowFlags[at] as number;
      const connection = stream[at] as number;
      if ((flags & RowFlag.tcp) === 0 || connection < 0) continue;
      if (this.known[connection] !== bothKnown || this.synsLeft[connection] !== 0)
        this.learnUpTo(connection, firstRow + at);
      const own = connection * 2 + (flags & RowFlag.fromServer ? 1 : 0);
      this.sequence[at] = (sequence[at] as number) - (this.initial[own] as number);
      const base = (tcpFlags[at] as number) & TcpFlag.ack ? (this.initial[own ^ 1] as number) : 0;
      this.acknowledgment[at] = (acknowledgment[at] as number) - base;
    }
  }

  /** Learns from the connection's rows up to this one, but for those that were learnt from before. */
  private learnUpTo(connection: number, last: number): void {
    if (connection >= this.known.length) this.grow(connection);
    const { store } = this;
    const before = this.learnt[connection] as number;
    let row = before === 0 ? this.firstRow(connection) : store.get('nextInStream', before - 1);
    for (let previous = -1; row <= last && row > previous; row = store.get('nextInStream', row)) {
      previous = row;
      // An ICMP error stands among the segments of the connection that it is about.
      if (store.has(row, RowFlag.tcp)) this.learn(connection, row);
      this.learnt[connection] = row + 1;
    }
  }

  private learn(connection: number, row: number): void {
    const { initial, known, store } = this;
    const own = connection * 2 + (store.has(row, RowFlag.fromServer) ? 1 : 0);
    const [ownBit, otherBit] = own & 1 ? [2, 1] : [1, 2];
    const bits = store.get('tcpFlags', row);
    if (bits & TcpFlag.syn) {
      initial[own] = store.get('sequence', row);
      this.synsLeft[connection]!--;
    } else if (((known[connection] as number) & ownBit) === 0) initial[own] = store.get('sequence', row) - 1;
    if (bits & TcpFlag.ack && ((known[connection] as number) & otherBit) === 0) {
      initial[own ^ 1] = store.get('acknowledgment', row) - 1;
      (known[connection] as number) |= otherBit;
    }
    (known[connection] as number) |= ownBit;
  }

  private grow(connection: number): void {
    const length = Math.max(connection + 1, this.known.length * 2);
    this.initial = grown(this.initial, new Int32Array(length * 2));
    this.known = grown(this.known, new Uint8Array(length));
    this.learnt = grown(this.learnt, new Uint32Array(length));
    this.synsLeft = grown(this.synsLeft, new Uint32Array(length));
  }
}

function grown<Numbers extends Int32Array | Uint8Array | Uint32Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
