import { type RefObject, useEffect } from 'react';
import { ROW_PIXELS, squeeze, viewportOf } from './list-height';

/** Pixels of a line and of a page, for wheels that count in them (`WheelEvent.deltaMode`). */
const UNITS = [1, ROW_PIXELS, 400];

/**
 * Wheel over a list that is taller than a page can be. The grid squeezes such a list into the height there is and moves
 * several rows' worth for each pixel scrolled; for the scroll bar that is right, but a wheel would leap over rows.
 */
export function useWheel(wrapper: RefObject<HTMLDivElement | null>, rows: number): void {
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    /** What was too little to scroll by yet. */
    let rest = 0;
    const onWheel = (event: WheelEvent) => {
      const viewport = viewportOf(element);
      if (!viewport || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      const squeezed = squeeze(rows, viewport.clientHeight);
      if (squeezed < 1.05) return;
      event.preventDefault();
      const wanted = (event.deltaY * (UNITS[event.deltaMode] ?? 1)) / squeezed + rest;
      const whole = Math.trunc(wanted);
      rest = wanted - whole;
      viewport.scrollTop += whole;
    };
    element.addEventListener('wheel', onWheel, { passive: false, capture: true });
    return () => element.removeEventListener('wheel', onWheel, { capture: true });
  }, [wrapper, rows]);
}
