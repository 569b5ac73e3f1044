import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** Taller elements lose pixels. A taller ladder is squeezed into that for the scroll bar; the wheel stays exact. */
const TALLEST_BAR = 4_000_000;
/** Steps drawn above and below what is seen, and by how many the drawn part moves on. */
const MARGIN = 8;
const STRIDE = 8;

/** The part of the ladder that is drawn, in steps. */
export interface DrawnPart {
  readonly top: number;
  readonly bottom: number;
}

export interface Scroll {
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly bar: RefObject<HTMLDivElement | null>;
  /** What moves when the ladder is scrolled. */
  readonly sheet: RefObject<HTMLDivElement | null>;
  readonly part: DrawnPart;
  readonly height: number;
  readonly barHeight: number;
  /** The place at the viewport's top, in pixels. */
  top(): number;
  scrollTo(pixels: number): void;
  /** Called with the place at the viewport's top, in pixels, whenever it is drawn. */
  readonly watch: RefObject<((top: number) => void) | null>;
  /** Pixels above the place 0. */
  readonly padding: number;
  /** Scrolls as little as needed for a place to be seen; from afar to the middle. */
  reveal(pixels: number): void;
}

interface Options {
  readonly heightSteps: number;
  readonly spacing: number;
  /** Pixels by which arrows reach above their lines. */
  readonly reach: number;
  readonly onScroll?: (top: number) => void;
}

const PADDING = 26;

/** Scrolling by hand: a ladder of millions of lines is taller than a page can be, and every picture of it must be exact. */
export function useScroll({ heightSteps, spacing, reach, onScroll }: Options): Scroll {
  const viewport = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const at = useRef(0);
  const [screen, setScreen] = useState(0);
  const [part, setPart] = useState<DrawnPart>({ top: 0, bottom: 0 });
  const drawn = useRef(part);
  const told = useRef(onScroll);
  told.current = onScroll;
  const padding = PADDING + reach;
  const watch = useRef<((top: number) => void) | null>(null);
  const whole = heightSteps * spacing + 2 * padding;
  const barHeight = Math.min(TALLEST_BAR, whole);
  const most = Math.max(0, whole - screen);
  const mirrored = useRef(-1);
  const frame = useRef(0);

  const draw = useCallback(() => {
    frame.current = 0;
    const { top, bottom } = partAt(at.current, screen, spacing, heightSteps);
    if (top !== drawn.current.top || bottom !== drawn.current.bottom) {
      drawn.current = { top, bottom };
      setPart(drawn.current);
    }
    placeSheet(sheet.current, baseOf(drawn.current) * spacing - at.current);
    const element = bar.current;
    if (element && most > 0) {
      mirrored.current = Math.round((at.current / most) * (element.scrollHeight - element.clientHeight));
      element.scrollTop = mirrored.current;
    }
    watch.current?.(at.current);
    told.current?.(at.current);
  }, [screen, spacing, heightSteps, most]);

  const scrollTo = useCallback(
    (pixels: number) => {
      const to = Math.max(0, Math.min(most, pixels));
      if (to === at.current) return;
      at.current = to;
      if (frame.current === 0) frame.current = requestAnimationFrame(draw);
    },
    [most, draw],
  );

  useEffect(() => {
    at.current = Math.max(0, Math.min(most, at.current));
    draw();
  }, [draw, most]);
  // The sheet stands where its part begins: it must move in the very picture in which it is drawn anew.
  useEffect(() => {
    placeSheet(sheet.current, baseOf(part) * spacing - at.current);
  }, [part, spacing]);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setScreen(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  useWheel(viewport, (pixels) => scrollTo(at.current + pixels));

  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    const onBar = () => {
      if (Math.abs(element.scrollTop - mirrored.current) < 2) return;
      mirrored.current = -1;
      const reach = element.scrollHeight - element.clientHeight;
      if (reach > 0) scrollTo((element.scrollTop / reach) * most);
    };
    element.addEventListener('scroll', onBar);
    return () => element.removeEventListener('scroll', onBar);
  }, [scrollTo, most]);

  const reveal = useCallback(
    (pixels: number) => {
      const edge = Math.min(3 * spacing, screen / 4);
      const y = pixels + padding - at.current;
      if (y >= edge && y <= screen - edge) return;
      const isFar = y < -screen || y > 2 * screen;
      const wanted = isFar ? screen / 2 : y < edge ? edge : screen - edge;
      scrollTo(pixels + padding - wanted);
    },
    [screen, spacing, padding, scrollTo],
  );
  const top = useCallback(() => at.current, []);
  return { viewport, bar, sheet, part, height: screen, barHeight, top, scrollTo, reveal, watch, padding };
}

/** Steps after which coordinates are counted anew, before they lose digits. */
const STABLE = 4096;

/**
 * The place from which coordinates of a drawn part are counted. It seldom changes: what is drawn is then moved by a transform of
 * the sheet alone. One within the sheet has every letter laid out anew, in memory that is given back late.
 */
export const baseOf = ({ top }: DrawnPart): number => Math.floor(top / STABLE) * STABLE;

/** Between pixels letters would blur. */
function placeSheet(sheet: HTMLDivElement | null, y: number): void {
  if (sheet) sheet.style.transform = `translate3d(0, ${Math.round(y)}px, 0)`;
}

function partAt(top: number, screen: number, spacing: number, heightSteps: number): DrawnPart {
  const first = Math.floor((top / spacing - MARGIN) / STRIDE) * STRIDE;
  const last = Math.ceil(((top + screen) / spacing + MARGIN) / STRIDE) * STRIDE;
  return { top: Math.max(0, first), bottom: Math.min(Math.ceil(heightSteps), last) };
}

const LINE_PIXELS = 26;
const UNITS = [1, LINE_PIXELS, 400];

function useWheel(element: RefObject<HTMLDivElement | null>, move: (pixels: number) => void): void {
  const moves = useRef(move);
  moves.current = move;
  useEffect(() => {
    const viewport = element.current;
    if (!viewport) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      moves.current(event.deltaY * (UNITS[event.deltaMode] ?? 1));
    };
    viewport.addEventListener('wheel', onWheel, { passive: false });
    return () => viewport.removeEventListener('wheel', onWheel);
  }, [element]);
}
