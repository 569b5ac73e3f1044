import { useEffect, useRef } from 'react';
import type { StreamExtent, StreamShape } from '../../../preload/contract/stream';
import { LINE_HEIGHT } from './line-height';

interface Scroll {
  readonly top: number;
  readonly height: number;
  scrollTo(top: number): void;
}

/** Where one has scrolled to the end of a stream that grows, the newest lines stay in sight. */
export function useStayAtEnd(shape: StreamShape, { lines, complete }: StreamExtent, scroll: Scroll): void {
  const { top, height, scrollTo } = scroll;
  const before = useRef({ shape, lines: 0, isAtEnd: false });
  const wasSent = useRef(false);
  /** Where it stood when it was sent to the end: more lines may come before `top` is that of the last ones. */
  const leftFrom = useRef<number | null>(null);

  useEffect(() => {
    const { current } = before;
    wasSent.current = complete && current.shape === shape && current.isAtEnd && lines > current.lines;
    if (wasSent.current) scrollTo(lines * LINE_HEIGHT - height);
  }, [shape, lines, complete, height, scrollTo]);

  useEffect(() => {
    const { current } = before;
    if (wasSent.current) leftFrom.current = top;
    else if (leftFrom.current !== top) leftFrom.current = null;
    wasSent.current = false;
    const isOnItsWay = leftFrom.current !== null;
    // A guess has no end to be at: until it is known, the end is where it was.
    if (!complete && current.shape === shape) {
      current.isAtEnd &&= isOnItsWay || top + height > (current.lines - 1) * LINE_HEIGHT;
      return;
    }
    const all = lines * LINE_HEIGHT;
    const isAtEnd = complete && all > height && (isOnItsWay || top + height > all - LINE_HEIGHT);
    before.current = { shape, lines, isAtEnd };
  });
}
