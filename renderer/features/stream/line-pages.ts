import type { StreamPage, StreamQuery, StreamShape } from '../../../preload/contract/stream';
import { bridge } from '../../state/bridge';

export const PAGE_LINES = 64;
const MOST_PAGES = 40;

/** Pages of lines of one layout, fetched as they come into sight. */
export class LinePages {
  private readonly ready = new Map<number, StreamPage>();
  private readonly fetching = new Set<number>();
  private isStale = false;

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

  /** Sees to it that the lines from `start` to before `end` come. */
  want(start: number, end: number): void {
    for (let page = Math.floor(start / PAGE_LINES); page * PAGE_LINES < end; page++) {
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
      if (!this.isStale) this.onFault(fault);
    } finally {
      this.fetching.delete(page);
    }
  }
}
