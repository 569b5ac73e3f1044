import { ConnectionWord } from '../connection-record';
import type { ConnectionTracker } from '../tracker';
import { ConnectionJudge } from './judge';
import { Suspects } from './suspects';
import { Verdict } from './verdict-code';

const rowsAtOnce = 1 << 16;
/** A connection of a growing capture is judged anew when it is longer by this share, or shorter than so many segments. */
const growthThatCounts = 1 / 8;
const shortConnection = 20_000;

interface Judged {
  rows: number;
  lastRow: number;
}

/**
 * Fills the `verdict` and `verdictCause` columns once a capture is loaded, and again for connections that have grown. Works in
 * slices; connections in which nothing is odd cost nothing but one look at their rows.
 */
export class VerdictPass {
  private readonly suspects = new Suspects();
  private readonly judge: ConnectionJudge;
  private readonly judged = new Map<number, Judged>();
  private waiting: number[] = [];
  private postponed: number[] = [];

  constructor(private readonly tracker: ConnectionTracker) {
    const { store } = tracker;
    this.judge = new ConnectionJudge(store, tracker.options, ({ row, verdict, cause }) => {
      store.set('verdict', row, verdict);
      store.set('verdictCause', row, cause);
    });
  }

  /**
   * Works for about so long; one connection is judged at a go.
   * @param isFinal no more will come for now: connections that have grown a little are judged, too
   * @returns whether there is more to do
   */
  slice(milliseconds: number, isFinal = true): boolean {
    const until = Date.now() + milliseconds;
    const { store } = this.tracker;
    while (Date.now() < until) {
      if (this.suspects.look(store, rowsAtOnce)) continue;
      if (this.waiting.length === 0) {
        this.waiting = [...this.suspects.take(), ...this.postponed];
        this.postponed = [];
        if (this.waiting.length === 0) return false;
      }
      const connection = this.waiting.pop() as number;
      this.judgeConnection(connection, isFinal);
      if (!isFinal && this.waiting.length === 0) return false;
    }
    return true;
  }

  private judgeConnection(connection: number, isFinal: boolean): void {
    const { tcp } = this.tracker;
    const first = tcp.records.get(connection, ConnectionWord.first);
    const last = tcp.records.get(connection, ConnectionWord.last);
    const before = this.judged.get(connection);
    if (before !== undefined && before.lastRow === last) return;
    if (before !== undefined && !isFinal && !this.hasGrown(before, last)) {
      this.postponed.push(connection);
      return;
    }
    if (before !== undefined) this.forget(first, before.lastRow);
    const rows = this.judge.judge(first, last);
    this.judged.set(connection, { rows, lastRow: last });
  }

  private hasGrown(before: Judged, lastRow: number): boolean {
    if (before.rows < shortConnection) return true;
    let rows = 0;
    const { store } = this.tracker;
    for (let row = before.lastRow; row !== lastRow; row = store.get('nextInStream', row)) rows++;
    return rows > before.rows * growthThatCounts;
  }

  private forget(firstRow: number, lastRow: number): void {
    const { store } = this.tracker;
    for (let row = firstRow; ; row = store.get('nextInStream', row)) {
      store.set('verdict', row, Verdict.none);
      store.set('verdictCause', row, 0);
      if (row === lastRow) return;
    }
  }
}
