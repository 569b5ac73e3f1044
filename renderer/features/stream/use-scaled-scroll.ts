import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** The tallest element in pixels that browsers lay out exactly; longer lists are squeezed into it. */
const TALLEST = 16_000_000;
/** Pixels of a line and of a page, for wheels that count in them (`WheelEvent.deltaMode`). */
const UNITS = [1, 18, 400];

interface ScaledScroll {
  /** Pixels of lines above the upper edge, exact however many lines there are. */
  readonly top: number;
  /** Height of what is seen. */
  readonly height: number;
  /** Height of the element that gives the scroll bar its length. */
  readonly spacer: number;
  scrollTo(top: number): void;
}

/** Scrolls a list of any length: `top` is what counts, the scroll bar shows it to scale. */
export function useScaledScroll(scroller: RefObject<HTMLDivElement | null>, total: number): ScaledScroll {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(0);
  const present = useRef({ top, total, height });
  /** What was written to the scroll bar, whose event then says nothing new. */
  const mirrored = useRef(-1);
  present.current = { top, total, height };
  const spacer = Math.min(TALLEST, total);
  const squeeze = spacer > height ? Math.max(1, (total - height) / (spacer - height)) : 1;

  const scrollTo = useCallback(
    (wanted: number) => {
      const { total: all, height: seen } = present.current;
      const next = Math.max(0, Math.min(wanted, all - seen));
      present.current.top = next;
      setTop(next);
      const element = scroller.current;
      if (!element) return;
      const most = Math.min(TALLEST, all) - seen;
      element.scrollTop = all > seen ? Math.round((next / (all - seen)) * most) : 0;
      mirrored.current = element.scrollTop;
    },
    [scroller],
  );

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => {
      if (Math.abs(element.scrollTop - mirrored.current) < 1) return;
      mirrored.current = -1;
      const next = element.scrollTop * squeeze;
      present.current.top = next;
      setTop(next);
    };
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.shiftKey || squeeze < 1.01) return;
      event.preventDefault();
      scrollTo(present.current.top + event.deltaY * (UNITS[event.deltaMode] ?? 1));
    };
    element.addEventListener('scroll', onScroll);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller, squeeze, scrollTo]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  return { top: Math.max(0, Math.min(top, total - height)), height, spacer, scrollTo };
}
