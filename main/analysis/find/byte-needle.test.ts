import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteNeedle } from './byte-needle';

const octets = (...values: (string | number)[]): Uint8Array =>
  Uint8Array.from(
    values.flatMap((value) => (typeof value === 'number' ? [value] : [...value].map((c) => c.charCodeAt(0)))),
  );

test('finds what a search of the text finds, in either case where that is asked', () => {
  // Few letters, so that there is something to find and much that begins alike.
  const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', '@', '[', '\u00e1') });
  fc.assert(
    fc.property(
      letters,
      letters.filter((text) => text !== ''),
      fc.nat(10),
      fc.boolean(),
      (text, part, from, exact) => {
        const fold = (written: string): string => (exact ? written : written.replace(/[A-Z]/g, (c) => c.toLowerCase()));
        const found = new ByteNeedle(octets(part), exact).indexIn(octets(text), from);
        expect(found).toBe(fold(text).indexOf(fold(part), from));
      },
    ),
    { numRuns: 2000 },
  );
});

test('letters of other alphabets and signs have no other case', () => {
  const needle = new ByteNeedle(octets(0xc1, '['), false);
  expect(needle.indexIn(octets(0xe1, '[', 0xc1, '{', 0xc1, '['))).toBe(4);
});

test('an empty one is nowhere', () => {
  expect([
    new ByteNeedle(octets(), true).indexIn(octets('a')),
    new ByteNeedle(octets(), false).indexIn(octets('a')),
  ]).toEqual([-1, -1]);
});
