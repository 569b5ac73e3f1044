/** Filters that are remembered for the user. */
const MOST = 50;

/** The history with a filter that was applied: it comes first, and stands in it once. */
export function withFilter(history: readonly string[], filter: string): readonly string[] {
  const text = filter.trim();
  if (text === '') return history;
  return [text, ...history.filter((each) => each !== text)].slice(0, MOST);
}

/** Where one is in the history; `at` -1 is the text that was being written when the walk began. */
export interface HistoryWalk {
  readonly at: number;
  readonly written: string;
}

export const NO_WALK: HistoryWalk = { at: -1, written: '' };

/**
 * A step back to an older filter or on to a newer one, as in a shell. The filter that already stands there is passed over.
 *
 * @param by - 1 for older
 * @returns null at either end
 */
export function walkHistory(
  history: readonly string[],
  walk: HistoryWalk,
  shown: string,
  by: 1 | -1,
): { readonly walk: HistoryWalk; readonly text: string } | null {
  const written = walk.at === -1 ? shown : walk.written;
  let at = walk.at + by;
  if (by === 1 && history[at] === shown) at += 1;
  if (at < -1 || at >= history.length) return null;
  return { walk: { at, written }, text: at === -1 ? written : (history[at] as string) };
}
