import { ConnectionWord, EndWord, stateMask } from '../connection-record';
import { TcpState } from '../tcp-state';
import type { ConnectionTracker } from '../tracker';
import { ConnectionJudge } from './judge';
import { Verdict } from './verdict-code';

/** A connection of a growing capture is judged anew when it is longer by this share, or shorter than so many segments. */
const growthThatCounts = 1 / 8;
const shortConnection = 20_000;
/** Segments judged between two looks at the clock. */
const segmentsAtOnce = 4096;

/**
 * Which connections may be judged: those that both ends have left, while packets are still being loaded; those that have grown
 * enough, of a capture that goes on growing; or all, where no more will come for now.
 */
export type Extent = 'closed' | 'grown' | 'all';

interface Judged {
  rows: number;
  lastRow: number;
}

/**
 * Fills the `verdict` and `verdictCause` columns once a capture is loaded, and again for connections that have grown. Works in
 * slices; connections in which nothing is odd cost nothing.
 */
export class VerdictPass {
  private readonly judge: ConnectionJudge;
  private readonly judged = new Map<number, Judged>();
  private waiting: number[] = [];
  /** The connection that is being judged, up to a row. */
  private current: { readonly connection: number; readonly lastRow: number } | null = null;
  /** Suspects whose time has not come. */
  private readonly postponed = new Set<number>();

  constructor(private readonly tracker: ConnectionTracker) {
    const { store } = tracker;
    this.judge = new ConnectionJudge(tracker, ({ row, verdict, cause }) => {
      store.set('verdict', row, verdict);
      store.set('verdictCause', row, cause);
    });
  }

  /** Works for about so long. @returns whether there is more to do */
  slice(milliseconds: number, extent: Extent = 'all'): boolean {
    const until = Date.now() + milliseconds;
    do {
      if (this.current === null) {
        if (this.waiting.length === 0 && !this.gather(extent)) return false;
        this.begin(this.waiting.pop() as number, extent);
      }
      this.goOn();
      if (extent === 'grown' && this.waiting.length === 0 && this.current === null) return false;
    } while (Date.now() < until);
    return true;
  }

  /** @returns whether any connection waits now */
  private gather(extent: Extent): boolean {
    const { postponed } = this;
    this.waiting = this.tracker.suspects.take();
    if (extent !== 'closed') {
      for (const connection of this.waiting) postponed.add(connection);
      this.waiting = [...postponed];
      postponed.clear();
    }
    return this.waiting.length > 0;
  }

  private begin(connection: number, extent: Extent): void {
    const { tcp } = this.tracker;
    const first = tcp.records.get(connection, ConnectionWord.first);
    const last = tcp.records.get(connection, ConnectionWord.last);
    const before = this.judged.get(connection);
    if (before !== undefined && before.lastRow === last) return;
    const isTooSoon = extent === 'closed' && !this.isClosed(connection);
    if (isTooSoon || (before !== undefined && extent !== 'all' && !this.hasGrown(before, last))) {
      this.postponed.add(connection);
      return;
    }
    if (before !== undefined) this.forget(first, before.lastRow);
    this.judge.begin(first, last);
    this.current = { connection, lastRow: last };
  }

  private goOn(): void {
    const { current, judge } = this;
    if (current === null || judge.advance(segmentsAtOnce)) return;
    this.judged.set(current.connection, { rows: judge.judgedSegments, lastRow: current.lastRow });
    this.current = null;
  }

  /** Both ends have left it, so that hardly anything will follow. */
  private isClosed(connection: number): boolean {
    const { records } = this.tracker.tcp;
    return (
      hasLeft(records.get(connection, ConnectionWord.clientEnd + EndWord.state)) &&
      hasLeft(records.get(connection, ConnectionWord.serverEnd + EndWord.state))
    );
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

function hasLeft(stateWord: number): boolean {
  const state = stateWord & stateMask;
  return state === TcpState.closed || state === TcpState.timeWait;
}
