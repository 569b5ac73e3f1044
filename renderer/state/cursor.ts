import { create } from 'zustand';
import type { Timestamp } from '../../preload/contract/capture';
import { useCapture } from './capture';

/** What the pointer is at, or the keyboard in a graph: marked softly wherever else it is on screen. */
export interface Hovered {
  /** Who says so: it marks the place itself, and better. Unique to the panel. */
  readonly source: string;
  /** Number of the packet; 0 where only the time is known. */
  readonly packet: number;
  /** Null where only the packet is known: graphs then mark it only where it is a point of theirs. */
  readonly time: Timestamp | null;
}

interface Cursor {
  readonly hovered: Hovered | null;
}

/**
 * Changes with every move of the pointer. Read it where a render costs next to nothing: a leaf that draws one line, with a
 * selector that rounds to pixels; or `useHovered.subscribe`, and change the element itself.
 */
export const useHovered = create<Cursor>(() => ({ hovered: null }));

const isSame = (one: Hovered, other: Hovered | null): boolean =>
  one.source === other?.source &&
  one.packet === other.packet &&
  one.time?.seconds === other.time?.seconds &&
  one.time?.nanoseconds === other.time?.nanoseconds;

export function hover(hovered: Hovered): void {
  if (!isSame(hovered, useHovered.getState().hovered)) useHovered.setState({ hovered });
}

/** The pointer left; of whoever it is at by now nothing is taken. */
export function unhover(source: string): void {
  if (useHovered.getState().hovered?.source === source) useHovered.setState({ hovered: null });
}

/** A moment that lies so many seconds after another, to the nanosecond. */
export function timeAfter(origin: Timestamp, seconds: number): Timestamp {
  const whole = Math.floor(seconds);
  const nanoseconds = origin.nanoseconds + Math.round((seconds - whole) * 1e9);
  const carried = Math.floor(nanoseconds / 1e9);
  return { seconds: origin.seconds + whole + carried, nanoseconds: nanoseconds - carried * 1e9 };
}

export const secondsBetween = (from: Timestamp, to: Timestamp): number =>
  to.seconds - from.seconds + (to.nanoseconds - from.nanoseconds) / 1e9;

/** Forgets what is hovered with the capture that it is of. */
export function listenToHovered(): void {
  useCapture.subscribe(({ capture }, { capture: before }) => {
    if (capture?.id !== before?.id) useHovered.setState({ hovered: null });
  });
}
