import { type PlotFrame, type PlotLayer, pixelX, pixelY } from './plot-layer';

export interface PlotPoint {
  readonly layer: PlotLayer;
  readonly index: number;
}

/** The point of any layer that lies nearest to a place in pixels; a bar is as near as its nearest end, or the place within. */
export function nearestPoint(
  layers: readonly PlotLayer[],
  frame: PlotFrame,
  left: number,
  top: number,
  reach: number,
): PlotPoint | null {
  let best: PlotPoint | null = null;
  let nearest = reach * reach;
  for (const layer of layers) {
    const { x, y, low } = layer;
    for (let index = 0; index < x.length; index++) {
      const across = pixelX(frame, x[index] as number) - left;
      if (across > reach || across < -reach) continue;
      const high = pixelY(frame, y[index] as number);
      const bottom = low ? pixelY(frame, low[index] as number) : high;
      const down = top < high ? high - top : top > bottom ? top - bottom : 0;
      const distance = across * across + down * down;
      // What is drawn later lies above.
      if (distance <= nearest) {
        nearest = distance;
        best = { layer, index };
      }
    }
  }
  return best;
}

/** The place of the last x that is not above a value; -1 for none. */
export function placeBefore(x: Float64Array, value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The next point with a packet to the right of an x, or to the left. */
export function neighborPoint(layers: readonly PlotLayer[], from: PlotPoint | null, by: 1 | -1): PlotPoint | null {
  const start = from ? (from.layer.x[from.index] as number) : by * Number.NEGATIVE_INFINITY;
  let best: PlotPoint | null = null;
  for (const layer of layers) {
    const { x, packet } = layer;
    for (let index = 0; index < x.length; index++) {
      if (!packet?.[index] || (x[index] as number) * by <= start * by) continue;
      if (best === null || (x[index] as number) * by < (best.layer.x[best.index] as number) * by)
        best = { layer, index };
    }
  }
  return best;
}
