import type { StreamDirection, StreamExtent } from '../../../preload/contract/stream';
import { firstIndex } from '../../analysis/first-index';
import type { Job } from '../jobs';
import type { FollowedContent } from './followed-content';
import type { LineFormat } from './formats/line-format';
import { type LinePlace, LineWalker, type WalkedLine } from './line-walker';

/** Lines between two places that are remembered. */
const stride = 64;
/** Lines laid out before others may have a turn. */
const breath = 512;

/**
 * The lines of a followed stream, however many. Laid out once in their order, which tells how many there are; every 64th
 * place is remembered, so that any of them is found again by laying out a few.
 */
export class LineIndex {
  private places: LinePlace[] = [];
  /** Lines laid out so far. */
  private known = 0;
  private isComplete = false;
  private walker: LineWalker;
  /** One layer out for all who wait, so that two never go on from the same place. */
  private advancing: Promise<void> | null = null;

  constructor(
    private content: FollowedContent,
    private readonly format: LineFormat,
    private readonly direction: StreamDirection,
  ) {
    this.walker = new LineWalker(content, format, direction);
  }

  /** How many lines there are: while not all are laid out, a guess from the bytes that are. */
  get extent(): StreamExtent {
    const { known, isComplete, walker, content } = this;
    if (isComplete) return { lines: known, complete: true };
    const share = content.end > 0 ? walker.place.at / content.end : 1;
    return { lines: Math.max(known, share > 0 ? Math.floor(known / share) : known), complete: false };
  }

  /** Takes up a content that has grown: what was laid out before the first position that changed stays. */
  grow(content: FollowedContent, changedFrom: number): void {
    const unchanged = changedFrom - this.format.longest;
    while (this.places.length > 0 && (this.places.at(-1) as LinePlace).at >= unchanged) this.places.pop();
    this.content = content;
    this.walker = new LineWalker(content, this.format, this.direction);
    const last = this.places.pop();
    if (last) this.walker.goTo(last);
    this.known = this.places.length * stride;
    this.isComplete = false;
  }

  /** Lays out to where the line before `line` is known, or to the end. @throws JobCancelled */
  async advance(line: number, job: Job): Promise<void> {
    while (!this.isComplete && this.known < line) await this.work(() => this.known >= line, job);
  }

  /** Lays out past a position. */
  private async advancePast(at: number, job: Job): Promise<void> {
    while (!this.isComplete && this.walker.place.at <= at) await this.work(() => this.walker.place.at > at, job);
  }

  private async work(isEnough: () => boolean, job: Job): Promise<void> {
    while (this.advancing !== null) await this.advancing.catch(() => undefined);
    this.advancing = this.layOut(isEnough, job);
    try {
      await this.advancing;
    } finally {
      this.advancing = null;
    }
  }

  private async layOut(isEnough: () => boolean, job: Job): Promise<void> {
    while (!this.isComplete && !isEnough()) {
      const { walker } = this;
      for (let i = 0; i < breath; i++) {
        if (this.known % stride === 0 && this.places.length === this.known / stride) {
          this.places.push({ ...walker.place });
        }
        if (walker.next() === null) {
          this.isComplete = true;
          return;
        }
        this.known++;
      }
      await job.breathe(walker.place.at, this.content.end);
      // Packets may have been added meanwhile.
      if (walker !== this.walker) return;
    }
  }

  /** The lines from `start`, at most `count`. */
  async lines(start: number, count: number, job: Job): Promise<readonly WalkedLine[]> {
    await this.advance(start + count, job);
    const lines: WalkedLine[] = [];
    for (const line of this.from(start)) {
      if (lines.length >= count) break;
      lines.push(line);
    }
    return lines;
  }

  /** Lines one after the other from one that was laid out. */
  *from(start: number): Generator<WalkedLine> {
    const place = this.places[Math.floor(start / stride)];
    if (place === undefined || start > this.known) return;
    const walker = new LineWalker(this.content, this.format, this.direction);
    walker.goTo(place);
    for (let skip = start % stride; skip > 0; skip--) if (walker.next() === null) return;
    for (let line = walker.next(); line !== null; line = walker.next()) yield line;
  }

  /** The line that shows a position; where the direction leaves it out, the one after it. */
  async lineOf(at: number, job: Job): Promise<number> {
    await this.advancePast(at, job);
    const { places } = this;
    let low = Math.max(0, firstIndex(places.length, (index) => (places[index] as LinePlace).at > at) - 1);
    // Headings and notes stand at the position of what follows them: several places can have one position.
    while (low > 0 && (places[low] as LinePlace).at === at) low--;
    let line = low * stride;
    for (const each of this.from(line)) {
      if (each.kind !== 'turn' && each.kind !== 'note' && each.end > at) return line;
      line++;
    }
    return Math.max(0, this.known - 1);
  }
}
