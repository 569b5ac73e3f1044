import type { StreamDirection, StreamSpan } from '../../../../preload/contract/stream';
import { firstIndex } from '../../../analysis/first-index';
import { grown } from '../../../analysis/grown-array';
import type { Job } from '../../jobs';
import type { FollowedContent } from '../followed-content';
import type { Needle } from './needle';

const windowBytes = 256 * 1024;
/** Matches whose places are kept; more are counted. */
const mostPlaces = 4_000_000;

/** Every place of something sought, in the order of the stream. A match lies within one run of one block. */
export class FoundMatches {
  count = 0;
  isComplete = false;
  private places = new Float64Array(256);
  private searching: Promise<void> | null = null;
  private block = 0;
  private position = 0;

  constructor(
    private readonly content: FollowedContent,
    private readonly direction: StreamDirection,
    private readonly needle: Needle,
  ) {}

  /** Seeks to the end; goes on where it was cancelled. @throws JobCancelled */
  async complete(job: Job): Promise<void> {
    while (!this.isComplete) {
      if (this.searching !== null) {
        await this.searching.catch(() => undefined);
        continue;
      }
      this.searching = this.search(job);
      try {
        await this.searching;
      } finally {
        this.searching = null;
      }
    }
  }

  private async search(job: Job): Promise<void> {
    const { content, direction, needle } = this;
    for (; this.block < content.blocks; this.block++) {
      const { sender, start, end } = content.block(this.block);
      if (direction === 'both' || sender === direction) {
        this.position = Math.max(this.position, start);
        while (this.position < end) {
          const from = this.position;
          const wanted = Math.min(end, from + windowBytes);
          const to = Math.min(wanted, content.runEnd(from, wanted));
          const isCut = to === wanted && wanted < end;
          const next = content.isMissing(from) ? to : this.searchWindow(content.read(from, to), from);
          // What a window's end cuts in two begins the next one.
          this.position = Math.max(next, isCut ? to - needle.length + 1 : to);
          if (isCut) await job.breathe(this.position, content.end);
        }
      }
      if ((this.block & 255) === 0) await job.breathe(end, content.end);
    }
    this.isComplete = true;
  }

  /** @returns position behind the last match, or `from` */
  private searchWindow(bytes: Uint8Array, from: number): number {
    const { needle } = this;
    let behind = 0;
    for (let at = needle.find(bytes, 0); at >= 0; at = needle.find(bytes, behind)) {
      this.keep(from + at);
      behind = at + needle.length;
    }
    return from + behind;
  }

  private keep(position: number): void {
    const at = this.count++;
    if (at >= mostPlaces) return;
    if (at === this.places.length) this.places = grown(this.places);
    this.places[at] = position;
  }

  /** Matches that touch a range, of those whose place is kept. */
  within(from: number, to: number): readonly StreamSpan[] {
    const { length } = this.needle;
    const spans: StreamSpan[] = [];
    for (let i = this.firstFrom(from - length + 1); i < this.kept; i++) {
      const at = this.places[i] as number;
      if (at >= to) break;
      spans.push({ at, length });
    }
    return spans;
  }

  /** The match to go to from a position, round the end where there is none on that side. */
  nearest(at: number, towards: 'next' | 'previous'): { readonly index: number; readonly span: StreamSpan } | null {
    if (this.kept === 0) return null;
    const first = this.firstFrom(at);
    const index = (towards === 'next' ? first : first - 1 + this.kept) % this.kept;
    return { index, span: { at: this.places[index] as number, length: this.needle.length } };
  }

  private get kept(): number {
    return Math.min(this.count, mostPlaces);
  }

  /** The first match at or behind a position. */
  private firstFrom(position: number): number {
    return firstIndex(this.kept, (index) => (this.places[index] as number) >= position);
  }
}
