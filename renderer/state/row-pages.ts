import type { PacketRow, RowPage, RowRange } from '../../preload/contract/packets';

type Fetch = (range: RowRange) => Promise<RowPage>;

/**
 * Pages of rows lately shown, so that scrolling back is free. A page is kept only when it is full: the last one of a growing
 * view is asked for again.
 */
export class RowPages {
  readonly #fetch: Fetch;
  readonly #capacity: number;
  readonly #pages = new Map<string, Promise<RowPage>>();

  constructor(fetch: Fetch, capacity = 60) {
    this.#fetch = fetch;
    this.#capacity = capacity;
  }

  /** @returns the rows from `start`, at most `count`; fewer only at the end of the view */
  get(range: RowRange): Promise<RowPage> {
    const key = `${range.view}/${range.start}/${range.count}/${range.custom.join(' ')}`;
    const kept = this.#pages.get(key);
    if (kept) {
      this.#pages.delete(key);
      this.#pages.set(key, kept);
      return kept;
    }
    const page = this.#fetch(range);
    this.#pages.set(key, page);
    const forget = () => {
      if (this.#pages.get(key) === page) this.#pages.delete(key);
    };
    page.then((result) => {
      if (result.rows.length < range.count) forget();
    }, forget);
    while (this.#pages.size > this.#capacity) this.#pages.delete(this.#pages.keys().next().value as string);
    return page;
  }

  /** Rows changed: nothing kept is true any more. */
  clear(): void {
    this.#pages.clear();
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
