import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedByValue } from './radix-sort';

const order = (values: readonly number[], descending: boolean): number[] => {
  const items = values.map((_, index) => index);
  const sign = descending ? -1 : 1;
  const place = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value);
  return items.sort((one, other) => {
    const [a, b] = [place(values[one] as number), place(values[other] as number)];
    return a === b ? one - other : a < b ? -1 : 1;
  });
};

describe('sorting by value', () => {
  it('is a stable sort of any numbers, with those that are none at the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1))),
        fc.boolean(),
        async (values, descending) => {
          const items = Uint32Array.from(values, (_, index) => index);
          expect([
            ...(await sortedByValue(
              items,
              (item) => values[item],
              descending,
              async () => {},
            )),
          ]).toEqual(order(values, descending));
        },
      ),
    );
  });
});
