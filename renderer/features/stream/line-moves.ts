import type { StreamPage, StreamShape } from '../../../preload/contract/stream';
import { packetAt } from './byte-under';
import { cellsOf } from './cells';

/** Bytes of a line at which its characters begin, as positions; one where the line is not of bytes. */
function stopsOf(page: StreamPage, number: number, { format, encoding }: StreamShape): readonly number[] {
  const line = page.lines[number - page.start];
  if (!line) return [];
  if (line.kind !== 'data') return [line.at];
  const [cells = []] = cellsOf(page.bytes.subarray(line.from, line.to), format, encoding);
  return cells.map(({ from }) => line.at + from);
}

/** The character after or before the one at a position of a line; null where that is on another line. */
export function besides(
  page: StreamPage,
  number: number,
  at: number,
  by: 1 | -1,
  shape: StreamShape,
): { readonly at: number; readonly packet: number } | null {
  const stops = stopsOf(page, number, shape);
  const present = stops.findLastIndex((stop) => stop <= at);
  const next = stops[Math.max(0, present) + by];
  return next === undefined ? null : { at: next, packet: packetAt(page, next) };
}

/** The last character of a line. */
export const lastOf = (page: StreamPage, number: number, shape: StreamShape): number =>
  stopsOf(page, number, shape).at(-1) ?? 0;
