import { expect, it } from 'vitest';
import { SAMPLES, withSample } from './traffic';

const sample = (at: number, packets: Record<string, number>) => ({ at, packets: new Map(Object.entries(packets)) });

it('counts packets a second between two samples', () => {
  expect(withSample({}, sample(1000, { lo: 10 }), sample(3000, { lo: 30 }))).toEqual({ lo: [10] });
});

it('takes an interface that is new, or was made anew, to be quiet so far', () => {
  const rates = withSample({ eth0: [5] }, sample(0, { eth0: 100 }), sample(1000, { eth0: 3, wg0: 50 }));
  expect(rates).toEqual({ eth0: [5, 0], wg0: [0] });
});

it('keeps as many samples as are shown', () => {
  const rates = withSample({ lo: new Array(SAMPLES).fill(1) }, sample(0, { lo: 0 }), sample(1000, { lo: 7 }));
  expect(rates.lo).toHaveLength(SAMPLES);
  expect(rates.lo?.at(-1)).toBe(7);
});
