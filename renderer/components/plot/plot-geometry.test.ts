import { describe, expect, it } from 'vitest';
import { nearestPoint, neighborPoint, placeBefore } from './nearest-point';
import { heightOf, type PlotFrame, type PlotLayer, pixelY, widened } from './plot-layer';
import { panned, zoomedBy, zoomedTo } from './plot-moves';
import { plotCsv } from './plot-rows';

const layer = (
  id: string,
  points: readonly (readonly [number, number])[],
  more: Partial<PlotLayer> = {},
): PlotLayer => ({
  id,
  title: id,
  shape: 'line',
  color: 'red',
  x: Float64Array.from(points, ([x]) => x),
  y: Float64Array.from(points, ([, y]) => y),
  low: null,
  packet: Uint32Array.from(points, (_, i) => i + 1),
  ...more,
});

/** A plot of 100 by 100 pixels over 0 to 10 and 0 to 100. */
const frame: PlotFrame = { width: 172, height: 142, x: { from: 0, to: 10 }, y: { from: 0, to: 100 } };
const extent = { from: 0, to: 20 };

describe('the height of a plot', () => {
  it('is that of what is shown of x, with the step that holds as it begins', () => {
    const line = layer('line', [
      [0, 900],
      [5, 10],
      [6, 30],
      [9, 700],
    ]);
    expect(heightOf([line], { from: 4, to: 8 })).toEqual({ from: 10, to: 30 });
    expect(heightOf([{ ...line, shape: 'steps' }], { from: 4, to: 8 })).toEqual({ from: 10, to: 900 });
  });

  it('is at most doubled by what stands beside', () => {
    const data = layer('data', [
      [1, 100],
      [2, 200],
    ]);
    const near = layer('near', [[1, 250]], { isBeside: true });
    const far = layer('far', [[1, 9000]], { isBeside: true });
    expect(heightOf([data, near], extent)).toEqual({ from: 100, to: 250 });
    expect(heightOf([data, far], extent)).toEqual({ from: 100, to: 300 });
    expect(heightOf([far], extent)).toEqual({ from: 9000, to: 9000 });
    expect(heightOf([], extent)).toEqual({ from: 0, to: 1 });
  });

  it('is never nothing', () => {
    expect(widened({ from: 5, to: 5 }).to).toBeGreaterThan(5);
    expect(widened({ from: 0, to: 0 }).from).toBeLessThan(0);
  });
});

describe('moves', () => {
  it('zoom to a box, in time alone where it is flat', () => {
    const whole = { x: null, y: null };
    expect(zoomedTo(frame, whole, { left: 20, right: 40, top: 50, bottom: 55 })).toEqual({
      x: { from: 2, to: 4 },
      y: null,
    });
    expect(zoomedTo(frame, whole, { left: 20, right: 40, top: 10, bottom: 60 })).toEqual({
      x: { from: 2, to: 4 },
      y: { from: 40, to: 90 },
    });
  });

  it('zoom around a place, and out to all there is', () => {
    const view = { x: { from: 0, to: 10 }, y: null };
    expect(zoomedBy(frame, view, extent, { left: 50, top: 0 }, 0.5)).toEqual({ x: { from: 2.5, to: 7.5 }, y: null });
    expect(zoomedBy(frame, view, extent, { left: 50, top: 0 }, 4)).toEqual({ x: null, y: null });
  });

  it('keep to the powers of ten where y is logarithmic', () => {
    const powers: PlotFrame = { ...frame, y: { from: 0.01, to: 100 }, isLog: true };
    expect(pixelY(powers, 1)).toBeCloseTo(50, 9);
    expect(pixelY(powers, 0)).toBe(100);
    const box = zoomedTo(powers, { x: null, y: null }, { left: 0, right: 50, top: 25, bottom: 75 });
    expect(box.y?.from).toBeCloseTo(0.1, 9);
    expect(box.y?.to).toBeCloseTo(10, 9);
    const moved = panned(powers, { x: null, y: powers.y }, extent, 0, 25);
    expect(moved.y?.from).toBeCloseTo(0.001, 9);
  });

  it('pan no further than there is something', () => {
    const view = { x: { from: 0, to: 10 }, y: null };
    expect(panned(frame, view, extent, 30, 0).x).toEqual({ from: 3, to: 13 });
    expect(panned(frame, view, extent, -30, 0).x).toEqual({ from: 0, to: 10 });
    expect(panned(frame, view, extent, 5000, 0).x).toEqual({ from: 10, to: 20 });
    const lower = panned(frame, { x: null, y: { from: 0, to: 100 } }, extent, 30, 10);
    expect(lower.x).toBeNull();
    expect(lower.y?.from).toBeCloseTo(-10, 9);
    expect(lower.y?.to).toBeCloseTo(90, 9);
  });
});

describe('points', () => {
  const bars = layer(
    'bars',
    [
      [2, 80],
      [6, 40],
    ],
    { shape: 'bars', low: Float64Array.of(20, 10) },
  );

  it('are found by the nearest pixel, bars anywhere along them', () => {
    expect(nearestPoint([bars], frame, 22, 50, 10)).toEqual({ layer: bars, index: 0 });
    expect(nearestPoint([bars], frame, 62, 95, 10)).toEqual({ layer: bars, index: 1 });
    expect(nearestPoint([bars], frame, 40, 50, 10)).toBeNull();
  });

  it('follow each other by x', () => {
    const first = neighborPoint([bars], null, 1);
    expect(first).toEqual({ layer: bars, index: 0 });
    expect(neighborPoint([bars], first, 1)).toEqual({ layer: bars, index: 1 });
    expect(neighborPoint([bars], { layer: bars, index: 1 }, 1)).toBeNull();
    expect(placeBefore(bars.x, 5.9)).toBe(0);
    expect(placeBefore(bars.x, 1)).toBe(-1);
  });

  it('are written as comma-separated values in ascending x', () => {
    const named = layer('a "b", c', [[4, 7]]);
    expect(plotCsv([bars, named], { title: 'Time', quantity: 'seconds' }, { title: 'Bytes', quantity: 'bytes' })).toBe(
      [
        'series,Time (seconds),Bytes from (bytes),Bytes (bytes),packet',
        'bars,2,20,80,1',
        '"a ""b"", c",4,,7,1',
        'bars,6,10,40,2',
        '',
      ].join('\r\n'),
    );
  });
});
