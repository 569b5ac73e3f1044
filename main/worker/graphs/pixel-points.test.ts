import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PixelBars } from './pixel-bars';
import { Columns, PixelPoints } from './pixel-points';

const value = fc.integer({ min: -1000, max: 1000 });
const raw = fc.array(fc.record({ x: fc.integer({ min: -50, max: 250 }), y: value }), { maxLength: 400 });
const stretch = { from: 0, to: 200 };
const columnCount = fc.integer({ min: 1, max: 60 });

type Point = { readonly x: number; readonly y: number };

/** Points by the pixel that they fall into; worked out by themselves, as the definition has it. */
function byPixel(points: readonly Point[], columns: number): Map<number, Point[]> {
  const pixels = new Map<number, Point[]>();
  for (const point of points) {
    if (point.x < stretch.from || point.x > stretch.to) continue;
    const pixel = Math.min(columns - 1, Math.floor((point.x / 200) * columns));
    pixels.set(pixel, [...(pixels.get(pixel) ?? []), point]);
  }
  return pixels;
}

const points = ({ x, y }: { x: Float64Array; y: Float64Array }): Point[] =>
  Array.from(x, (each, i) => ({ x: each, y: y[i] as number }));

describe('points in pixels', () => {
  it('keep the lowest, the highest, the first and the last of every pixel, and nothing that was not there', () => {
    fc.assert(
      fc.property(raw, columnCount, (all, columns) => {
        const pixels = new PixelPoints(new Columns(stretch, columns));
        all.forEach(({ x, y }, i) => {
          pixels.add(x, y, i + 1);
        });
        const kept = pixels.points(false);
        const shown = byPixel(points(kept), columns);
        const expected = byPixel(all, columns);
        expect([...shown.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [pixel, raws] of expected) {
          const own = shown.get(pixel) as Point[];
          const heights = raws.map(({ y }) => y);
          expect(Math.min(...own.map(({ y }) => y))).toBe(Math.min(...heights));
          expect(Math.max(...own.map(({ y }) => y))).toBe(Math.max(...heights));
          expect(own[0]).toEqual(raws[0]);
          expect(own.at(-1)).toEqual(raws.at(-1));
          expect(own.length).toBeLessThanOrEqual(4);
        }
        kept.packet.forEach((packet, i) => {
          expect(all[packet - 1]).toEqual({ x: kept.x[i], y: kept.y[i] });
        });
        expect(pixels.count).toBe([...expected.values()].flat().length);
      }),
    );
  });

  it('come with the nearest on either side, for lines that come in from there', () => {
    const pixels = new PixelPoints(new Columns(stretch, 10));
    for (const x of [-30, -10, 50, 210, 240]) pixels.add(x, x, 1);
    expect([...pixels.points(true).x]).toEqual([-10, 50, 210]);
    expect([...pixels.points(false).x]).toEqual([50]);
  });

  it('fall into one pixel where there is no duration', () => {
    const pixels = new PixelPoints(new Columns({ from: 3, to: 3 }, 10));
    for (const y of [5, 9, 1, 7]) pixels.add(3, y, y);
    expect([...pixels.points(true).y]).toEqual([5, 9, 1, 7]);
  });
});

describe('bars in pixels', () => {
  const bars = fc.array(
    fc.record({ x: fc.integer({ min: 0, max: 200 }), y: value, length: fc.integer({ min: 1, max: 40 }) }),
    { maxLength: 300 },
  );

  it('reach from the lowest end of every pixel to the highest, cover every bar, and each begins with a bar that was there', () => {
    fc.assert(
      fc.property(bars, columnCount, fc.integer({ min: -1, max: 30 }), (all, columns, tolerance) => {
        const pixels = new PixelBars(new Columns(stretch, columns), tolerance);
        all.forEach(({ x, y, length }, i) => {
          pixels.add(x, y, y + length, i + 1);
        });
        const kept = pixels.result();
        const columnOf = (x: number) => Math.min(columns - 1, Math.floor((x / 200) * columns));
        const own = Array.from(kept.x, (x, i) => ({
          column: columnOf(x),
          low: kept.low[i] as number,
          high: kept.y[i] as number,
        }));
        for (const column of new Set(all.map(({ x }) => columnOf(x)))) {
          const raws = all.filter(({ x }) => columnOf(x) === column);
          const shown = own.filter((bar) => bar.column === column);
          expect(Math.min(...shown.map(({ low }) => low))).toBe(Math.min(...raws.map(({ y }) => y)));
          expect(Math.max(...shown.map(({ high }) => high))).toBe(Math.max(...raws.map(({ y, length }) => y + length)));
          for (const { y, length } of raws)
            expect(shown.some(({ low, high }) => low <= y && high >= y + length)).toBe(true);
        }
        if (tolerance < 0) expect(own.length).toBe(all.length);
        else expect(own.length).toBeLessThanOrEqual(columns * 16);
      }),
    );
  });

  it('stay apart where there is more than a pixel between them', () => {
    const pixels = new PixelBars(new Columns(stretch, 1), 10);
    pixels.add(1, 0, 100, 1);
    pixels.add(2, 105, 200, 2);
    pixels.add(3, 500, 600, 3);
    expect([...pixels.result().low]).toEqual([0, 500]);
    expect([...pixels.result().y]).toEqual([200, 600]);
  });
});
