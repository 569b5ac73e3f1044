import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

/** Buckets from the first to the last, both included. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

const stretchOf = (one: number, other: number): Stretch => ({
  first: Math.min(one, other),
  last: Math.max(one, other),
});

/** Pixels within which a press is a click, however unsteady the hand. */
const CLICK_PIXELS = 4;

interface BrushOptions {
  readonly bucketAt: (clientX: number) => number;
  readonly last: number;
  /** Where the keyboard's stretch begins. */
  readonly here: number;
  readonly onClick: (bucket: number) => void;
  readonly onStretch: (stretch: Stretch) => void;
}

/** Marks a stretch of the timeline: by dragging, or with Shift and the arrows and then Enter. Escape gives it up. */
export function useBrush({ bucketAt, last, here, onClick, onStretch }: BrushOptions) {
  const [stretch, setStretch] = useState<Stretch | null>(null);
  const pressed = useRef<{ x: number; bucket: number; isDrag: boolean } | null>(null);
  const anchor = useRef<{ from: number; to: number } | null>(null);

  const end = () => {
    pressed.current = null;
    anchor.current = null;
    setStretch(null);
  };
  const pointer = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pressed.current = { x: event.clientX, bucket: bucketAt(event.clientX), isDrag: false };
      anchor.current = null;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const press = pressed.current;
      if (!press) return;
      if (Math.abs(event.clientX - press.x) > CLICK_PIXELS) press.isDrag = true;
      if (press.isDrag) setStretch(stretchOf(press.bucket, bucketAt(event.clientX)));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const press = pressed.current;
      if (!press) return;
      end();
      if (press.isDrag) onStretch(stretchOf(press.bucket, bucketAt(event.clientX)));
      else onClick(press.bucket);
    },
    onPointerCancel: end,
  };

  /** @returns whether the key was one of the brush's */
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key === 'Escape' && stretch) {
      end();
      return true;
    }
    if (event.key === 'Enter' && stretch) {
      onStretch(stretch);
      end();
      return true;
    }
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (by === undefined || !event.shiftKey) return false;
    const { from, to } = anchor.current ?? { from: here, to: here };
    anchor.current = { from, to: Math.max(0, Math.min(last, to + by)) };
    setStretch(stretchOf(from, anchor.current.to));
    return true;
  };
  return { stretch, pointer, onKey };
}
