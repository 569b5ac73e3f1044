/** Packets that were looked at, oldest first, and where one stands among them: a browser's back and forward. */
export interface PacketHistory {
  readonly visited: readonly number[];
  /** Index in `visited`; -1 while it is empty. */
  readonly at: number;
}

export const EMPTY_HISTORY: PacketHistory = { visited: [], at: -1 };

const LONGEST = 200;

/** A jump to a packet: forgets what lay ahead. Visiting the present packet again changes nothing. */
export function visit(history: PacketHistory, number: number): PacketHistory {
  if (history.visited[history.at] === number) return history;
  const visited = [...history.visited.slice(0, history.at + 1), number].slice(-LONGEST);
  return { visited, at: visited.length - 1 };
}

/** A step along the list, as with arrow keys: the present entry follows instead of each step being kept. */
export function walk(history: PacketHistory, number: number): PacketHistory {
  if (history.at < 0) return visit(history, number);
  if (history.visited[history.at] === number) return history;
  return { visited: history.visited.with(history.at, number), at: history.at };
}

export const canGo = (history: PacketHistory, by: -1 | 1): boolean =>
  history.at + by >= 0 && history.at + by < history.visited.length;

export const go = (history: PacketHistory, by: -1 | 1): PacketHistory =>
  canGo(history, by) ? { visited: history.visited, at: history.at + by } : history;
