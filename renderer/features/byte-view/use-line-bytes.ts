import { type RefObject, useEffect, useState } from 'react';

/** What sixteen bytes with offset, hex and text take, at 12 px. */
const WIDE = 552;

/** Bytes of a line: sixteen, or eight where their text would not be seen. */
export function useLineBytes(scroller: RefObject<HTMLElement | null>, isShown: boolean): 8 | 16 {
  const [bytes, setBytes] = useState<8 | 16>(16);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element comes with the first packet
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setBytes(element.clientWidth < WIDE ? 8 : 16));
    watch.observe(element);
    return () => watch.disconnect();
  }, [scroller, isShown]);
  return bytes;
}
