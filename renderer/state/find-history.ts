/** Searches that are remembered of a kind. */
const MOST = 50;

/** The history with a text that was looked for: it comes first, and stands in it once. */
export function withSearch(history: readonly string[], text: string): readonly string[] {
  if (history[0] === text) return history;
  return [text, ...history.filter((each) => each !== text)].slice(0, MOST);
}
