import type { PacketStore } from '../../store/packet-store';
import type { QuotedPackets } from '../quoted-packets';
import type { TcpOptions } from '../tcp-options-table';
import { noRow } from '../unacknowledged';
import { Direction } from './direction';
import { PassingSegment } from './passing-segment';
import type { Finding, Resend } from './resend';
import { judgeResend } from './resend-verdict';

/** More resends than this do not wait for evidence: the oldest are judged by what there is. */
const mostUndecided = 4096;
const mostUncovered = 1024;
const mostRowsAhead = 64;

/** A segment on its way past the capture point, and all that it is judged by. One object serves for all segments. */
export class Passage {
  readonly client = new Direction();
  readonly server = new Direction();
  readonly segment: PassingSegment;
  /** The segment's direction, and the other. */
  way = this.client;
  back = this.server;
  /** Before this segment, its sender had data to acknowledge. */
  owedAcknowledgment = false;
  private readonly one: PassingSegment;
  private readonly other: PassingSegment;
  private readonly ahead: PassingSegment;
  /** The latest ICMP error about a segment, by the sequence number that it quotes. */
  private readonly errors = new Map<number, number>();
  private lastRow = 0;

  /** @param found is told of every segment that has a verdict, not in order, and at times once more with a better one */
  constructor(
    readonly store: PacketStore,
    readonly options: TcpOptions,
    private readonly quoted: QuotedPackets,
    readonly found: (finding: Finding) => void,
  ) {
    this.segment = new PassingSegment(store);
    this.one = new PassingSegment(store);
    this.other = new PassingSegment(store);
    this.ahead = new PassingSegment(store);
  }

  /** Begins with a connection. */
  begin(firstRow: number, lastRow: number): void {
    this.client.clear();
    this.server.clear();
    this.errors.clear();
    this.countTimesFrom(firstRow);
    this.lastRow = lastRow;
  }

  /** Looks ahead to learn how both ends number their packets, where too few have passed to know. */
  settleHabits(): void {
    const { client, server, ahead, segment } = this;
    if (client.habit.isKnown && server.habit.isKnown) return;
    let row = segment.row;
    for (let i = 0; i < mostRowsAhead && !(client.habit.isSettled && server.habit.isSettled); i++) {
      ahead.read(row);
      const { habit } = ahead.fromServer ? server : client;
      if (i > 0 && ahead.isSegment) habit.take(ahead, ahead.identification);
      if (row === this.lastRow) break;
      row = ahead.nextRow;
    }
    client.habit.isSettled = true;
    server.habit.isSettled = true;
  }

  private countTimesFrom(row: number): void {
    this.segment.countFrom(row);
    this.one.countFrom(row);
    this.other.countFrom(row);
  }

  goTo(row: number): void {
    const { fromServer } = this.segment.read(row);
    this.way = fromServer ? this.server : this.client;
    this.back = fromServer ? this.client : this.server;
  }

  /** The row is an ICMP error about a segment of the connection. */
  noteError(): void {
    const { row } = this.segment;
    const sequence = this.quoted.sequence(row);
    if (sequence !== null) this.errors.set(sequence, row);
  }

  /** Row of the ICMP error that quotes a segment; `noRow` where none has come since. */
  errorAbout(row: number): number {
    if (this.errors.size === 0 || row === noRow) return noRow;
    const error = this.errors.get(this.store.get('sequence', row)) ?? noRow;
    return error > row ? error : noRow;
  }

  /** An earlier segment, valid until the next is asked for. */
  earlier(row: number): PassingSegment {
    return this.one.read(row);
  }

  /** The same, to hold beside an earlier one. */
  reference(row: number): PassingSegment {
    return this.other.read(row);
  }

  /** From here to the one end and back, and to the other and back; NaN where it is not known. */
  get loop(): number {
    return this.way.turnaround.shortest + this.back.turnaround.shortest;
  }

  /** Lets a resend of this direction wait for evidence. */
  keep(resend: Resend): void {
    const { way, back } = this;
    way.resends.push(resend);
    way.resendsByRow.set(resend.row, resend);
    if (!resend.wasCovered && !resend.isCopy) {
      way.uncovered.push(resend);
      if (way.uncovered.length > mostUncovered) way.uncovered.shift();
    }
    if (way.resends.length > mostUndecided) this.decide(way, back, mostUndecided >> 1);
  }

  /** Judges all resends but the last `kept`. */
  decide(way: Direction, back: Direction, kept: number): void {
    const { resends } = way;
    const count = resends.length - kept;
    for (let i = 0; i < count; i++) {
      const resend = resends[i] as Resend;
      way.resendsByRow.delete(resend.row);
      if (!resend.isCopy) this.found(judgeResend(resend, way, back));
    }
    resends.splice(0, count);
  }
}
