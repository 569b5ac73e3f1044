import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PositionSet } from './position-set';

const positions = fc.array(fc.nat(5000), { maxLength: 200 });

test('knows its positions, and how many lie below one, as a plain set does', () => {
  fc.assert(
    fc.property(positions, positions, fc.nat(6000), (added, deleted, at) => {
      const set = new PositionSet();
      const plain = new Set<number>();
      for (const each of added) plain.add(each) && set.add(each);
      for (const each of deleted) plain.delete(each) || set.delete(each);
      for (const each of deleted) set.delete(each);
      expect(set.count).toBe(plain.size);
      expect(set.has(at)).toBe(plain.has(at));
      expect(set.rank(at)).toBe([...plain].filter((each) => each < at).length);
    }),
  );
});

test('finds the next and the previous position, there or not there', () => {
  const firstOr = (found: readonly number[]): number => found[0] ?? -1;
  fc.assert(
    fc.property(positions, fc.nat(5100), fc.nat(5100), fc.boolean(), (added, one, other, isThere) => {
      const set = new PositionSet();
      for (const each of added) set.add(each);
      const [from, end] = [Math.min(one, other), Math.max(one, other)];
      const stretch = Array.from({ length: end - from }, (_, i) => from + i).filter(
        (each) => added.includes(each) === isThere,
      );
      expect(set.next(from, end, isThere)).toBe(firstOr(stretch));
      expect(set.previous(end - 1, from, isThere)).toBe(firstOr(stretch.reverse()));
    }),
  );
});

test('a position beyond all that were added is not there', () => {
  const set = new PositionSet();
  set.add(31);
  expect([set.next(32, 1_000_000), set.next(31, 32), set.next(0, 31)]).toEqual([-1, 31, -1]);
  expect([set.previous(1_000_000, 0), set.previous(30, 0), set.previous(-1, 0)]).toEqual([31, -1, -1]);
  set.clear();
  expect([set.count, set.next(0, 100)]).toEqual([0, -1]);
});
