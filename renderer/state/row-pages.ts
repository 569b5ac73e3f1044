import type { PacketRow, RowPage, RowRange } from '../../preload/contract/packets';

const keyOf = ({ view, start, count, custom }: RowRange) => `${view}/${start}/${count}/${custom.join(' ')}`;

type Fetch = (range: RowRange) => Promise<RowPage>;

/**
 * Pages of rows lately shown, so that scrolling back is free. A page is kept only when it is full: the last one of a growing
 * view is asked for again.
 */
export class RowPages {
  readonly #fetch: Fetch;
  readonly #capacity: number;
  readonly #pages = new Map<string, Promise<RowPage>>();
  /** Those of them that have come, for who cannot wait. */
  readonly #ready = new Map<string, RowPage>();
  /** Those that had come before the rows changed last. */
  #stale = new Map<string, RowPage>();

  constructor(fetch: Fetch, capacity = 12) {
    this.#fetch = fetch;
    this.#capacity = capacity;
  }

  /** @returns the rows from `start`, at most `count`; fewer only at the end of the view */
  get(range: RowRange): Promise<RowPage> {
    const key = keyOf(range);
    const kept = this.#pages.get(key);
    if (kept) {
      this.#pages.delete(key);
      this.#pages.set(key, kept);
      return kept;
    }
    const page = this.#fetch(range);
    this.#pages.set(key, page);
    const settle = (result: RowPage | null) => {
      if (this.#pages.get(key) !== page) return;
      if (result && result.rows.length >= range.count) this.#ready.set(key, result);
      else this.#pages.delete(key);
    };
    page.then(settle, () => settle(null));
    while (this.#pages.size > this.#capacity) {
      const oldest = this.#pages.keys().next().value as string;
      this.#pages.delete(oldest);
      this.#ready.delete(oldest);
    }
    return page;
  }

  /** The page if it is here already. */
  peek(range: RowRange): RowPage | undefined {
    const key = keyOf(range);
    return this.#ready.get(key) ?? this.#stale.get(key);
  }

  /** Rows changed: all are asked for again. As they were they can still be drawn by who cannot wait. */
  renew(): void {
    this.#stale = new Map(this.#ready);
    this.#pages.clear();
    this.#ready.clear();
  }

  /** The rows are others: nothing kept is true any more. */
  clear(): void {
    this.renew();
    this.#stale.clear();
  }
}

/** One row of a view. */
export async function rowAt(
  pages: RowPages,
  view: number,
  position: number,
  custom: readonly string[],
): Promise<PacketRow | null> {
  const page = await pages.get({ view, start: position, count: 1, custom });
  return page.rows[0] ?? null;
}
