import { expect, it } from 'vitest';
import { niceInterval } from './nice-interval';

it('rounds up to 1, 2 or 5 times a power of ten', () => {
  expect([0.1, 0.11, 0.3, 1, 1.01, 4, 7, 999].map(niceInterval)).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10, 1000]);
  expect(niceInterval(2.1e-7)).toBe(5e-7);
});

it('makes nothing of what is no length', () => {
  expect([0, -1, Number.NaN, Number.POSITIVE_INFINITY].map(niceInterval)).toEqual([0, 0, 0, 0]);
});
