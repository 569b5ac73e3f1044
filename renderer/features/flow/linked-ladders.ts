import { useCallback, useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { LadderState } from './use-ladder';
import type { Scroll } from './use-scroll';

interface Link {
  readonly isOn: boolean;
  /** Panels on screen. */
  readonly panels: readonly string[];
  /** Who was scrolled last, to which line by its time after the first packet, and how far that is below the upper edge. */
  readonly leader: string;
  readonly nanoseconds: number;
  readonly pixelsBelow: number;
}

/** Ladders side by side that scroll together, aligned at their first packets: the SYNs, where they were captured. */
export const useLink = create<Link>(() => ({ isOn: false, panels: [], leader: '', nanoseconds: 0, pixelsBelow: 0 }));

export const toggleLink = (): void => useLink.setState(({ isOn }) => ({ isOn: !isOn, leader: '' }));

/** A ladder scrolled by another stays quiet for so long, lest the two push each other. */
const QUIET_MILLISECONDS = 250;

export function useLinkedLadders(panel: string, ladder: LadderState, spacing: number) {
  const { pages, place } = ladder;
  const quietUntil = useRef(0);
  const scroll = useRef<Scroll | null>(null);

  useEffect(() => {
    useLink.setState(({ panels }) => ({ panels: [...panels, panel] }));
    return () => useLink.setState(({ panels }) => ({ panels: panels.filter((each) => each !== panel) }));
  }, [panel]);

  const tell = useCallback(
    (top: number) => {
      if (!useLink.getState().isOn || performance.now() < quietUntil.current || !pages) return;
      const line = pages.firstFrom((top - (scroll.current?.padding ?? 0)) / spacing);
      if (!line) return;
      const pixelsBelow = line.top * spacing - top;
      useLink.setState({ leader: panel, nanoseconds: line.sinceStart, pixelsBelow });
    },
    [pages, panel, spacing],
  );

  const isOn = useLink((link) => link.isOn);
  const leader = useLink((link) => link.leader);
  const nanoseconds = useLink((link) => link.nanoseconds);
  const pixelsBelow = useLink((link) => link.pixelsBelow);
  useEffect(() => {
    if (!isOn || leader === '' || leader === panel) return;
    quietUntil.current = performance.now() + QUIET_MILLISECONDS;
    void place({ kind: 'time', nanoseconds })
      .then((found) => found && scroll.current?.scrollTo(found.top * spacing - pixelsBelow))
      .catch(() => undefined);
  }, [isOn, leader, nanoseconds, pixelsBelow, panel, place, spacing]);

  const follow = (shown: Scroll) => {
    scroll.current = shown;
  };
  return { tell, follow };
}
