import { type RefCallback, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { FlowLine } from '../../../preload/contract/flow';
import { type Frame, laneOf } from './frame';

/** A key moves by this, in pixels: less than the distance of two nodes. */
const KEY_PIXELS = 160;
const keys: Readonly<Record<string, number>> = { ArrowLeft: -KEY_PIXELS, ArrowRight: KEY_PIXELS };

export interface Sideways {
  /** How far the ladder is scrolled to the right, in pixels. */
  readonly left: number;
  /** Takes the bar, which is there only where the ladder is wider than the panel. */
  readonly bar: RefCallback<HTMLDivElement>;
  onScroll(): void;
  /** @returns whether the key was one of its own */
  onKey(event: React.KeyboardEvent): boolean;
  /** Brings the ends of a line into sight where nothing of it is. */
  reveal(line: FlowLine, frame: Frame): void;
}

/** Scrolling to the right among many hosts: by its bar, the wheel with Shift, a touch pad, the arrow keys. */
export function useSideways(viewport: RefObject<HTMLDivElement | null>): Sideways {
  const element = useRef<HTMLDivElement | null>(null);
  const [left, setLeft] = useState(0);
  const bar = useCallback((now: HTMLDivElement | null) => {
    element.current = now;
    if (!now) setLeft(0);
  }, []);
  const onScroll = useCallback(() => setLeft(element.current?.scrollLeft ?? 0), []);

  useEffect(() => {
    const stage = viewport.current;
    if (!stage) return;
    const onWheel = (event: WheelEvent) => {
      const by = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (!element.current || event.ctrlKey || (!event.shiftKey && Math.abs(by) <= Math.abs(event.deltaY))) return;
      event.preventDefault();
      element.current.scrollLeft += by;
    };
    stage.addEventListener('wheel', onWheel, { passive: false });
    return () => stage.removeEventListener('wheel', onWheel);
  }, [viewport]);

  const onKey = useCallback((event: React.KeyboardEvent) => {
    const by = keys[event.key];
    if (by === undefined || !element.current || event.altKey || event.ctrlKey || event.metaKey) return false;
    element.current.scrollLeft += by;
    event.preventDefault();
    return true;
  }, []);

  const reveal = useCallback((line: FlowLine, frame: Frame) => {
    const bar = element.current;
    if (!bar || line.kind === 'pause') return;
    const ends = [laneOf(frame, line.from), laneOf(frame, line.to)];
    const isSeen = Math.max(...ends) > bar.scrollLeft && Math.min(...ends) < bar.scrollLeft + frame.width;
    if (!isSeen) bar.scrollLeft = Math.min(...ends) - frame.width / 3;
  }, []);
  return { left, bar, onScroll, onKey, reveal };
}
