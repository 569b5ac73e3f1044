import type { Frame } from './frame';

/** Widths of letters of names, in pixels. */
export const NAME_LETTER = 7;
const ROOM_BETWEEN = 14;

/** A name in so many letters: what tells addresses of one net apart is at their end, and so is the port. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const kept = Math.max(4, most - 1);
  const end = Math.ceil(kept * 0.6);
  return `${name.slice(0, kept - end)}…${name.slice(-end)}`;
}

/** Letters that a name over its lane has room for, before it comes upon the next one's. */
export function lettersOver({ lanes }: Frame): number {
  const distance = (lanes[1] ?? Number.POSITIVE_INFINITY) - (lanes[0] ?? 0);
  return Math.floor((distance - ROOM_BETWEEN) / NAME_LETTER);
}
