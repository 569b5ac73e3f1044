import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowPlace, FlowTarget } from '../../../preload/contract/flow';
import { selectPacket, useSelection } from '../../state/selection';
import type { LadderState } from './use-ladder';

/** The line that keys act on, and moves of it. */
export interface Cursor {
  readonly place: FlowPlace | null;
  take(place: FlowPlace): void;
  goToPacket(packet: number): void;
  /** Moves to a line if there is one. */
  move(target: FlowTarget): Promise<FlowPlace | null>;
}

/**
 * Follows the selected packet, and selects the packet of the line it is moved to. Lines without a packet, of what was never
 * captured, can be gone to as well.
 */
export function useCursor(ladder: LadderState, reveal: (place: FlowPlace) => void): Cursor {
  const [place, setPlace] = useState<FlowPlace | null>(null);
  const selected = useSelection(({ packet }) => packet);
  /** The packet that was selected from here. */
  const own = useRef(0);
  const revealing = useRef(reveal);
  revealing.current = reveal;
  const { shape, place: find } = ladder;

  // A packet selected elsewhere, or a ladder whose lines moved: the line is looked up.
  useEffect(() => {
    if (!shape || selected === 0) return;
    let isOver = false;
    const isOwn = own.current === selected;
    own.current = 0;
    void find({ kind: 'packet', packet: selected })
      .then((found) => {
        if (isOver || !found) return;
        setPlace(found);
        if (!isOwn) revealing.current(found);
      })
      .catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [shape, selected, find]);

  const take = useCallback((next: FlowPlace) => {
    setPlace(next);
    revealing.current(next);
    if (next.packet === 0 || next.packet === useSelection.getState().packet) return;
    own.current = next.packet;
    selectPacket(next.packet, 'step');
  }, []);

  const move = useCallback(
    async (target: FlowTarget) => {
      const found = await find(target).catch(() => null);
      if (found) take(found);
      return found;
    },
    [find, take],
  );
  const goToPacket = useCallback((packet: number) => selectPacket(packet, 'jump'), []);
  return useMemo(() => ({ place, take, move, goToPacket }), [place, take, move, goToPacket]);
}
