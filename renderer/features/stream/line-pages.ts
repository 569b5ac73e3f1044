import type { StreamPage, StreamQuery, StreamShape } from '../../../preload/contract/stream';
import { bridge } from '../../state/bridge';

export const PAGE_LINES = 64;
const MOST_PAGES = 40;
const MOST_FETCHING = 3;

/** Pages of lines of one layout, fetched as they come into sight. */
export class LinePages {
  private readonly ready = new Map<number, StreamPage>();
  private readonly fetching = new Set<number>();
  private isStale = false;
  private wanted: readonly number[] = [];
  /** How many lines there are, as far as it is known; the first page is always asked for. */
  lines = 1;

  constructor(
    private readonly capture: number,
    readonly shape: StreamShape,
    private readonly query: StreamQuery | null,
    private readonly onPage: (page: StreamPage) => void,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  peek(line: number): StreamPage | undefined {
    return this.ready.get(Math.floor(line / PAGE_LINES));
  }

  /**
   * Sees to it that the lines from `start` to before `end` come, and then those around them. What was wanted before and has not
   * been asked for is no longer: however fast one scrolls, no line is waited for that is past.
   */
  want(start: number, end: number): void {
    const [first, last] = [Math.floor(start / PAGE_LINES), Math.floor(Math.max(start, end - 1) / PAGE_LINES)];
    const pages = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    this.wanted = [...pages, last + 1, first - 1].filter((page) => page >= 0 && page * PAGE_LINES < this.lines);
    this.pump();
  }

  private pump(): void {
    for (const page of this.wanted) {
      if (this.fetching.size >= MOST_FETCHING) return;
      if (!this.ready.has(page) && !this.fetching.has(page)) void this.fetch(page);
    }
  }

  /** Takes over what an older layout shows until its own pages are here, so that nothing flickers. */
  forget(): void {
    this.isStale = true;
  }

  private async fetch(page: number): Promise<void> {
    this.fetching.add(page);
    try {
      const answer = await bridge().stream.lines(this.capture, this.shape, page * PAGE_LINES, PAGE_LINES, this.query);
      if (this.isStale) return;
      this.ready.set(page, answer);
      if (this.ready.size > MOST_PAGES) this.ready.delete(this.ready.keys().next().value as number);
      this.onPage(answer);
    } catch (fault) {
      if (this.isStale) return;
      // Asked for again only when it comes into sight again.
      this.wanted = [];
      this.onFault(fault);
    } finally {
      this.fetching.delete(page);
      if (!this.isStale) this.pump();
    }
  }
}
