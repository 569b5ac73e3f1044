import type { FindHit, FindOverview, FindSpot, FindState } from '../../../preload/contract/find';
import type { Job } from '../jobs';
import type { RowList } from '../views';
import type { PacketMatcher } from './packet-matcher';
import { PositionSet } from './position-set';

/** Rows that are looked at between two looks at the clock. */
const rowsPerLook = 4;

/** The wish for the next match in a direction. */
interface Step {
  /** Position that is left, and that is looked at last. */
  readonly from: number;
  readonly by: 1 | -1;
  /** The end of the list was passed. */
  isRound: boolean;
  /** Where it is. */
  at: number;
  readonly answer: (hit: FindHit | null) => void;
}

/** A search through the packets of one view: remembers which were looked at and which match, and goes on as the view grows. */
export class PacketSearch {
  private readonly matched = new PositionSet();
  private readonly examined = new PositionSet();
  private step: Step | null = null;
  private edition: number;
  private isRunning = false;

  /** @param at position at which the search for all matches begins; it goes round the end of the list */
  constructor(
    readonly id: number,
    private readonly list: RowList,
    private readonly matcher: PacketMatcher,
    private at: number,
  ) {
    this.edition = list.edition;
  }

  get state(): FindState {
    const { count } = this.list;
    const examined = Math.min(this.examined.count, count);
    return { id: this.id, matches: this.matched.count, examined, total: count, running: this.isRunning };
  }

  get isComplete(): boolean {
    return this.examined.count >= this.list.count && this.edition === this.list.edition;
  }

  get asksAnnotations(): boolean {
    return this.matcher.asksAnnotations;
  }

  /** Looks at every packet that was not looked at, those first that a step waits for. @throws JobCancelled */
  async run(job: Job): Promise<void> {
    this.isRunning = true;
    try {
      for (;;) {
        this.keepUp();
        let left = rowsPerLook;
        while (left > 0 && this.advance()) left--;
        if (left > 0) break;
        await job.breathe(this.examined.count, this.list.count);
      }
    } finally {
      this.isRunning = false;
      this.giveUp();
    }
  }

  /** Looks at packets again: their meaning may have changed. @param rows all where it is null */
  recheck(rows: readonly number[] | null): void {
    this.matcher.forget();
    if (rows === null) {
      this.startOver();
      return;
    }
    for (const row of rows) {
      const position = this.list.positionOf(row);
      if (position < 0 || this.list.at(position) !== row) continue;
      this.examined.delete(position);
      this.matched.delete(position);
    }
  }

  /** What was found while loading may be another thing when everything is known. */
  reconsider(): void {
    if (this.matcher.isProvisional) this.recheck(null);
  }

  /**
   * The next match in a direction, answered as soon as it is known; a newer call answers an older one with null.
   * @param row the packet that is left; -1 for none
   */
  nextFrom(row: number, by: 1 | -1): Promise<FindHit | null> {
    this.giveUp();
    this.keepUp();
    const position = row < 0 ? -1 : this.list.positionOf(row);
    const isShown = position >= 0 && this.list.at(position) === row;
    // Of a packet that is not shown, the one before it in the list is the first that lies behind.
    const from = by === -1 && !isShown && row >= 0 ? position + 1 : position;
    return new Promise((resolve) => {
      this.step = { from, by, isRound: false, at: from + by, answer: resolve };
      this.settle(this.step);
    });
  }

  /** Whether a step is left that the search must go on for. */
  get isAwaited(): boolean {
    return this.step !== null;
  }

  /** Answers a step that waits with null. */
  giveUp(): void {
    this.answer(null);
  }

  overview(stretches: number, row: number): FindOverview {
    const { count } = this.list;
    const marks = new Uint8Array(stretches);
    for (let position = this.matched.next(0, count); position >= 0; ) {
      const stretch = Math.floor((position * stretches) / count);
      marks[stretch] = 1;
      position = this.matched.next(Math.max(position + 1, Math.ceil(((stretch + 1) * count) / stretches)), count);
    }
    const position = row < 0 ? -1 : this.list.positionOf(row);
    const isMatch = position >= 0 && this.list.at(position) === row && this.matched.has(position);
    return { state: this.state, marks, ordinal: isMatch ? this.matched.rank(position) + 1 : 0 };
  }

  spot(row: number): FindSpot | null {
    return this.matcher.spot(row);
  }

  /** The rows of a view may have been replaced: a filter that decided while loading has decided again. */
  private keepUp(): void {
    if (this.edition === this.list.edition) return;
    this.edition = this.list.edition;
    this.startOver();
  }

  private startOver(): void {
    this.examined.clear();
    this.matched.clear();
    if (this.step === null) return;
    this.step.isRound = false;
    this.step.at = this.step.from + this.step.by;
  }

  /** Looks at one more packet. @returns false where there is none left */
  private advance(): boolean {
    const wanted = this.step === null ? -1 : this.settle(this.step);
    const position = wanted >= 0 ? wanted : this.unexamined();
    if (position < 0) return false;
    this.at = wanted >= 0 ? this.at : position;
    this.examined.add(position);
    if (this.matcher.matches(this.list.at(position))) this.matched.add(position);
    return true;
  }

  private unexamined(): number {
    const { count } = this.list;
    const ahead = this.examined.next(Math.max(0, this.at), count, false);
    return ahead >= 0 ? ahead : this.examined.next(0, Math.min(count, Math.max(0, this.at)), false);
  }

  /** Answers a step where what is known answers it. @returns the position that must be looked at first; -1 for none */
  private settle(step: Step): number {
    const { matched, examined } = this;
    for (;;) {
      const { count } = this.list;
      const end = step.by === 1 ? (step.isRound ? Math.min(step.from + 1, count) : count) : step.at + 1;
      const least = step.by === 1 ? step.at : step.isRound ? Math.max(step.from, 0) : 0;
      const unknown = step.by === 1 ? examined.next(least, end, false) : examined.previous(step.at, least, false);
      // Only up to what is unknown: a search that goes from row to row must not look through all of the list each time.
      const match =
        step.by === 1
          ? matched.next(least, unknown < 0 ? end : unknown)
          : matched.previous(step.at, unknown < 0 ? least : unknown);
      if (match >= 0) {
        this.answer({ number: this.list.at(match) + 1, wrapped: step.isRound && step.from >= 0 });
        return -1;
      }
      if (unknown >= 0) {
        step.at = unknown;
        return unknown;
      }
      if (step.isRound) {
        this.answer(null);
        return -1;
      }
      step.isRound = true;
      step.at = step.by === 1 ? 0 : count - 1;
    }
  }

  private answer(hit: FindHit | null): void {
    const { step } = this;
    this.step = null;
    step?.answer(hit);
  }
}
