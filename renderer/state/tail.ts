import { create } from 'zustand';
import { useCapture } from './capture';

interface Tail {
  /** Whether the list stays at its newest packets while more come in. */
  readonly follows: boolean;
}

export const useTail = create<Tail>(() => ({ follows: false }));

/** A capture that begins to grow is looked at where it grows; who has looked elsewhere by then is not torn away. */
export function listenToTail(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useTail.setState({ follows: true });
  });
}

export const followTail = (): void => useTail.setState({ follows: true });

/** Whether the list is at the newest packets of a capture that goes on. */
export const isTailing = (): boolean =>
  useTail.getState().follows && useCapture.getState().capture?.phase === 'following';
