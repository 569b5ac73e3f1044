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
  /** More lines may come before `top` is that of the last ones. */
  const isGoingThere = useRef(false);

  useEffect(() => {
    const { current } = before;
    isGoingThere.current = complete && current.shape === shape && current.isAtEnd && lines > current.lines;
    if (isGoingThere.current) scrollTo(lines * LINE_HEIGHT - height);
  }, [shape, lines, complete, height, scrollTo]);

  useEffect(() => {
    const { current } = before;
    // A guess has no end to be at: until it is known, the end is where it was.
    if (!complete && current.shape === shape) {
      current.isAtEnd &&= top + height > (current.lines - 1) * LINE_HEIGHT;
      return;
    }
    const all = lines * LINE_HEIGHT;
    const isAtEnd = complete && all > height && (isGoingThere.current || top + height > all - LINE_HEIGHT);
    isGoingThere.current = false;
    before.current = { shape, lines, isAtEnd };
  });
}
