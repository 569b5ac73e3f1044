import type { Stretch } from '../../../preload/contract/graphs';
import type { Quantity } from '../../format/axis';

export type MarkShape = 'dot' | 'triangle-up' | 'triangle-down' | 'cross' | 'diamond' | 'square';

/** One series of a plot, ready to be drawn. */
export interface PlotLayer {
  readonly id: string;
  readonly title: string;
  /** Said in a tip; empty for nothing. */
  readonly help?: string;
  readonly shape: 'bars' | 'steps' | 'line' | 'dots' | 'areas';
  readonly mark?: MarkShape;
  /** A CSS color, of a variable. */
  readonly color: string;
  readonly width?: number;
  /** Bars that are to be seen however short they are. */
  readonly isOfNote?: boolean;
  /** Seen where there is room for it: the others decide how high the plot is. */
  readonly isBeside?: boolean;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Lower ends of bars and areas; null for none. */
  readonly low: Float64Array | null;
  /** Numbers of the packets behind the points; 0 for none. */
  readonly packet: Uint32Array | null;
  /** What the numbers of y are of, where it is not what the axis says. */
  readonly quantity?: Quantity;
}

/** What is shown of both axes; null for all there is. */
export interface PlotView {
  readonly x: Stretch | null;
  readonly y: Stretch | null;
}

export interface PlotAxis {
  readonly title: string;
  readonly quantity: Quantity;
}

export const WHOLE: PlotView = { x: null, y: null };

/** Room around the plot for the numbers of its axes. */
export const MARGIN = { left: 58, right: 14, top: 8, bottom: 34 } as const;

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

export interface PlotFrame extends PlotSize {
  /** Never empty. */
  readonly x: Stretch;
  /** Above 0 where it is logarithmic. */
  readonly y: Stretch;
  readonly isLog?: boolean;
}

/** A stretch that has a length. */
export function widened({ from, to }: Stretch): Stretch {
  if (to > from) return { from, to };
  const room = Math.max(Math.abs(from) * 0.05, 1e-6);
  return { from: from - room, to: to + room };
}

/** The lowest and highest y of what lies in a stretch of x. What stands beside it makes it twice as high at most. */
export function heightOf(layers: readonly PlotLayer[], shown: Stretch): Stretch {
  const own = spanOf(
    layers.filter(({ isBeside }) => !isBeside),
    shown,
  );
  const all = spanOf(layers, shown);
  if (own.from > own.to || own.from === own.to) return all.from <= all.to ? all : { from: 0, to: 1 };
  const room = own.to - own.from;
  return { from: Math.max(all.from, own.from - room), to: Math.min(all.to, own.to + room) };
}

/** From above to below where nothing lies in the stretch. */
function spanOf(layers: readonly PlotLayer[], shown: Stretch): Stretch {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { x, y, low, shape } of layers) {
    // A step holds until the next: the one before the stretch counts, too.
    let entering = Number.NaN;
    for (let i = 0; i < x.length; i++) {
      const at = x[i] as number;
      const top = y[i] as number;
      if (at < shown.from && shape === 'steps') entering = top;
      if (at < shown.from || at > shown.to) continue;
      const bottom = low ? (low[i] as number) : top;
      if (bottom < from) from = bottom;
      if (top > to) to = top;
    }
    if (entering < from) from = entering;
    if (entering > to) to = entering;
  }
  return { from, to };
}

/** The least y above 0 in a stretch of x; infinite where there is none. */
export function leastAboveZero(layers: readonly PlotLayer[], shown: Stretch): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { x, y } of layers) {
    for (let i = 0; i < x.length; i++) {
      const isShown = (x[i] as number) >= shown.from && (x[i] as number) <= shown.to;
      if (isShown && (y[i] as number) > 0 && (y[i] as number) < least) least = y[i] as number;
    }
  }
  return least;
}

export const plotWidth = ({ width }: PlotSize): number => Math.max(1, width - MARGIN.left - MARGIN.right);
export const plotHeight = ({ height }: PlotSize): number => Math.max(1, height - MARGIN.top - MARGIN.bottom);

/** Pixels from the plot's left and top edge, and back. */
export const pixelX = (frame: PlotFrame, x: number): number =>
  ((x - frame.x.from) / (frame.x.to - frame.x.from)) * plotWidth(frame);
export const valueX = (frame: PlotFrame, pixels: number): number =>
  frame.x.from + (pixels / plotWidth(frame)) * (frame.x.to - frame.x.from);

/** What lies below a logarithmic axis stands at its foot. */
export function pixelY(frame: PlotFrame, y: number): number {
  const { from, to } = frame.y;
  const share = frame.isLog ? Math.log(Math.max(from, y) / from) / Math.log(to / from) : (y - from) / (to - from);
  return (1 - share) * plotHeight(frame);
}

export function valueY(frame: PlotFrame, pixels: number): number {
  const { from, to } = frame.y;
  const share = 1 - pixels / plotHeight(frame);
  return frame.isLog ? from * (to / from) ** share : from + share * (to - from);
}
