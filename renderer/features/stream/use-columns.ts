import { type RefObject, useEffect, useState } from 'react';

/** Left edge, scroll bar and a little air. */
const MARGINS = 40;
const FONT = '12px';
/** A change in width is taken up after this long, as lines are laid out anew by it. */
const PAUSE_MILLISECONDS = 150;

function characterWidth(element: HTMLElement): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 7.3;
  context.font = `${FONT} ${getComputedStyle(element).getPropertyValue('--mono')}`;
  return context.measureText('0'.repeat(100)).width / 100;
}

/**
 * Characters that fit in a line; 0 until it is known.
 *
 * @param isFixed - the layout does not depend on it
 */
export function useColumns(body: RefObject<HTMLElement | null>, isFixed: boolean): number {
  const [columns, setColumns] = useState(0);
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measure = () => {
      if (element.clientWidth === 0) return;
      const fitting = Math.floor((element.clientWidth - MARGINS) / characterWidth(element));
      setColumns(Math.max(20, Math.min(400, fitting - (fitting % 4))));
    };
    measure();
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(measure, PAUSE_MILLISECONDS);
    });
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [body]);
  return isFixed && columns > 0 ? 80 : columns;
}
