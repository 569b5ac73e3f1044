import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StationPairs } from './station-pairs';

const text = (bytes: Uint8Array, at: number) => [...bytes.subarray(at, at + 6)].join();

test('pairs have the numbers of their addresses, whichever took their slot before', () => {
  const octet = fc.constantFrom(0, 1, 2, 255);
  const frame = fc.tuple(...Array.from({ length: 12 }, () => octet)).map((octets) => Uint8Array.from(octets));
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 3000, size: 'max' }), (frames) => {
      const numbers = new Map<string, number>();
      const pairs = new StationPairs((bytes, at) => {
        const key = text(bytes, at);
        if (!numbers.has(key)) numbers.set(key, numbers.size);
        return numbers.get(key) as number;
      });
      for (const bytes of frames) {
        pairs.look(bytes);
        expect(pairs.source).toBe(numbers.get(text(bytes, 6)));
        expect(pairs.destination).toBe(numbers.get(text(bytes, 0)));
      }
    }),
    { numRuns: 20 },
  );
});
