import { create } from 'zustand';
import { tell } from './notices';
import { openPanel } from './workspace';

/** The connection that waits for another one to be compared with; null for none. */
export const useComparison = create<{ readonly first: number | null }>(() => ({ first: null }));

/** Opens the flow graphs of two connections side by side, each from its SYN. */
export function compareConnections(one: number, other: number): void {
  useComparison.setState({ first: null });
  const pinned = (stream: number) => ({
    key: String(stream),
    title: `Flow ${stream}`,
    params: { stream },
  });
  openPanel('flow', pinned(one));
  openPanel('flow', { ...pinned(other), beside: `flow:${one}` });
}

/** Lets the user choose the other connection in the table. */
export function compareWith(stream: number): void {
  useComparison.setState({ first: stream });
  openPanel('connections');
  tell(`Choose the connection to compare with ${stream}.`);
}

export const cancelComparison = (): void => useComparison.setState({ first: null });
