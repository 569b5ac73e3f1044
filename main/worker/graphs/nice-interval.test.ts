import { expect, it } from 'vitest';
import { niceInterval } from './nice-interval';

it('rounds up to 1, 2 or 5 times a power of ten', () => {
  expect([0.1, 0.11, 0.3, 1, 1.01, 4, 7].map(niceInterval)).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10]);
  expect(niceInterval(2.1e-7)).toBe(5e-7);
});

it('rounds up to what clocks and calendars have from half a minute on', () => {
  const [hour, day] = [3600, 86_400];
  expect([31, 61, 999, 7000, 50_000, 3 * day, 15 * day].map(niceInterval)).toEqual([
    60,
    120,
    1800,
    2 * hour,
    day,
    7 * day,
    20 * day,
  ]);
});

it('makes nothing of what is no length', () => {
  expect([0, -1, Number.NaN, Number.POSITIVE_INFINITY].map(niceInterval)).toEqual([0, 0, 0, 0]);
});
