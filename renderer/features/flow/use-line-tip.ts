import { useCallback, useRef } from 'react';

/** What the line under the pointer says in full: one element that goes from line to line, where thousands would be made and thrown away. */
export function useLineTip(): (line: Element | null) => void {
  const tip = useRef<SVGTitleElement | null>(null);
  return useCallback((line: Element | null) => {
    if (line === null) return tip.current?.remove();
    tip.current ??= document.createElementNS('http://www.w3.org/2000/svg', 'title');
    tip.current.textContent = line.getAttribute('aria-label');
    line.append(tip.current);
  }, []);
}
