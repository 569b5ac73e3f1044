import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstIndex } from './first-index';

test('finds what a search from the first finds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (numbers, bound) => {
      const sorted = numbers.sort((one, other) => one - other);
      const index = sorted.findIndex((number) => number >= bound);
      expect(firstIndex(sorted.length, (at) => (sorted[at] as number) >= bound)).toBe(
        index < 0 ? sorted.length : index,
      );
    }),
  );
});
