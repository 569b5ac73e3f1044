import type { Stretch } from '../../../preload/contract/graphs';
import { type PlotFrame, type PlotView, plotHeight, valueX, valueY } from './plot-layer';

/** An area that was dragged over, in pixels from the plot's left and top edge. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A drag lower than this zooms in time alone. */
const FLAT = 14;
/** Below a nanosecond there is nothing. */
const LEAST_SPAN = 1e-9;

export function zoomedTo(frame: PlotFrame, view: PlotView, box: Box): PlotView {
  const x = { from: valueX(frame, box.left), to: valueX(frame, box.right) };
  if (x.to - x.from < LEAST_SPAN) return view;
  if (box.bottom - box.top < FLAT) return { x, y: view.y };
  return { x, y: { from: valueY(frame, box.bottom), to: valueY(frame, box.top) } };
}

function scaled({ from, to }: Stretch, around: number, factor: number): Stretch {
  return { from: around - (around - from) * factor, to: around + (to - around) * factor };
}

function within({ from, to }: Stretch, extent: Stretch): Stretch | null {
  const span = to - from;
  if (span >= extent.to - extent.from) return null;
  if (from < extent.from) return { from: extent.from, to: extent.from + span };
  if (to > extent.to) return { from: extent.to - span, to: extent.to };
  return { from, to };
}

/** Zooms around a place in pixels; where y is zoomed, too, both. A factor below 1 shows less. */
export function zoomedBy(
  frame: PlotFrame,
  view: PlotView,
  extent: Stretch,
  at: { readonly left: number; readonly top: number },
  factor: number,
): PlotView {
  const x = scaled(frame.x, valueX(frame, at.left), factor);
  if (x.to - x.from < LEAST_SPAN) return view;
  const shown = within(x, extent);
  const below = plotHeight(frame) - at.top;
  const y = { from: valueY(frame, at.top + below * factor), to: valueY(frame, at.top - at.top * factor) };
  return { x: shown, y: view.y && shown ? y : null };
}

/** Moves what is shown by pixels, no further than there is something. */
export function panned(frame: PlotFrame, view: PlotView, extent: Stretch, across: number, down: number): PlotView {
  const dx = valueX(frame, across) - frame.x.from;
  return {
    x: view.x && within({ from: view.x.from + dx, to: view.x.to + dx }, extent),
    y: view.y && { from: valueY(frame, plotHeight(frame) + down), to: valueY(frame, down) },
  };
}
