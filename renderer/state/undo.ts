import { create } from 'zustand';
import { useCapture } from './capture';
import { attempt, tell } from './notices';

/** What the user did to packets, and the ways back and forth. */
export interface Change {
  /** As in "Undone: …". */
  readonly title: string;
  undo(): Promise<unknown>;
  redo(): Promise<unknown>;
}

/** The latest change last. */
interface Changes {
  readonly done: readonly Change[];
  readonly undone: readonly Change[];
}

const MOST_CHANGES = 200;
const NONE: Changes = { done: [], undone: [] };

export const useChanges = create<Changes>(() => NONE);

/** Remembers a change that was made. */
export function noteChange(change: Change): void {
  useChanges.setState(({ done }) => ({ done: [...done, change].slice(-MOST_CHANGES), undone: [] }));
}

/** Takes back the latest change. */
export function undo(): void {
  const { done, undone } = useChanges.getState();
  const change = done.at(-1);
  if (change === undefined) return;
  useChanges.setState({ done: done.slice(0, -1), undone: [...undone, change] });
  attempt('The change was not taken back', () => change.undo().then(() => tell(`Undone: ${change.title}.`)));
}

/** Makes again what was taken back last. */
export function redo(): void {
  const { done, undone } = useChanges.getState();
  const change = undone.at(-1);
  if (change === undefined) return;
  useChanges.setState({ done: [...done, change], undone: undone.slice(0, -1) });
  attempt('The change was not made again', () => change.redo().then(() => tell(`Done again: ${change.title}.`)));
}

/** Changes belong to the capture in which they were made. */
export function forgetChangesWithCapture(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useChanges.setState(NONE);
  });
}
