// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { growInPlace, listHeight, squeeze, TALLEST } from './list-height';

describe('list height', () => {
  it('is that of the rows until it would be too tall', () => {
    expect(listHeight(1000)).toBe(22_000);
    expect(squeeze(1000, 400)).toBe(1);
    expect(listHeight(2_400_000)).toBe(TALLEST);
    expect(squeeze(2_400_000, 400)).toBeCloseTo(52_799_600 / 15_999_600);
  });

  it('reaches the last row at the end of the bar', () => {
    const end = TALLEST - 400;
    expect(end * squeeze(2_400_000, 400) + 400).toBeCloseTo(2_400_000 * 22);
  });

  it('keeps the rows on screen while the list grows', () => {
    const viewport = { scrollTop: 8_000_000, clientHeight: 427 } as HTMLElement;
    const rowAtTop = (rows: number) => (viewport.scrollTop * squeeze(rows, 400)) / 22;
    const before = rowAtTop(1_000_000);
    growInPlace(viewport, 1_000_000, 2_000_000, () => undefined);
    expect(rowAtTop(2_000_000)).toBeCloseTo(before, 0);
  });

  it('leaves a list alone that is not squeezed', () => {
    const viewport = { scrollTop: 500, clientHeight: 427 } as HTMLElement;
    growInPlace(viewport, 1000, 2000, () => undefined);
    expect(viewport.scrollTop).toBe(500);
  });
});
