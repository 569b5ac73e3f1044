import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { Timestamp } from '../../../preload/contract/capture';
import type { FlowLine } from '../../../preload/contract/flow';
import { type Hovered, hover, secondsBetween, timeAfter, unhover, useHovered } from '../../state/cursor';

const NANOSECONDS = 1e9;

/** The line that shows a packet, or the last of those drawn that is not later than a time. */
function lineOf({ packet, time }: Hovered, lines: readonly FlowLine[], start: Timestamp | null): FlowLine | undefined {
  if (packet > 0) {
    return lines.find((line) => line.packet === packet || (line.kind === 'run' && packetIn(line, packet)));
  }
  if (!time || !start) return undefined;
  const after = secondsBetween(start, time) * NANOSECONDS;
  const shown = lines.filter((line) => line.packet > 0);
  const next = shown.findIndex(({ sinceStart }) => sinceStart > after);
  return next > 0 ? shown[next - 1] : shown.find(({ sinceStart }) => sinceStart === after);
}

const packetIn = ({ packet, last }: { readonly packet: number; readonly last: number }, wanted: number): boolean =>
  wanted >= packet && wanted <= last;

/**
 * Marks the line of what the pointer is at elsewhere, where it is drawn, and says which line it is at here. The mark is an
 * attribute of the line's element: nothing is drawn anew for it.
 *
 * @param start - when the ladder's first packet was captured
 * @param source - who says so: unique to the panel
 * @returns to be called with the line under the pointer
 */
export function useHoveredLine(
  viewport: RefObject<HTMLElement | null>,
  lines: readonly FlowLine[],
  start: Timestamp | null,
  source: string,
): (line: FlowLine | null) => void {
  const marked = useRef<Element | null>(null);
  useEffect(() => {
    const mark = () => {
      const { hovered } = useHovered.getState();
      const line = hovered && hovered.source !== source ? lineOf(hovered, lines, start) : undefined;
      const element = line ? (viewport.current?.querySelector(`.lad-line[data-line="${line.line}"]`) ?? null) : null;
      if (element === marked.current) return;
      marked.current?.removeAttribute('data-hovered');
      element?.setAttribute('data-hovered', '');
      marked.current = element;
    };
    mark();
    return useHovered.subscribe(mark);
  }, [viewport, lines, start, source]);
  useEffect(() => () => unhover(source), [source]);

  return useCallback(
    (line: FlowLine | null) => {
      if (!line || line.packet === 0) unhover(source);
      else {
        const time = start && timeAfter(start, line.sinceStart / NANOSECONDS);
        hover({ source, packet: line.packet, time });
      }
    },
    [start, source],
  );
}
