import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  isAfter,
  isAtOrAfter,
  isAtOrBefore,
  isBefore,
  isSame,
  relativeTo,
  sequenceDistance,
} from './sequence-number';

const sequence = fc.integer({ min: 0, max: 0xffffffff });
const half = 2 ** 31;

describe('sequence numbers (RFC 9293 §3.4)', () => {
  it('go on behind 2^32 as if nothing had happened', () => {
    fc.assert(
      fc.property(sequence, fc.integer({ min: 1, max: half - 1 }), (base, length) => {
        const later = advance(base, length);
        return isAfter(later, base) && isBefore(base, later) && relativeTo(later, base) === length;
      }),
    );
  });

  it('are before, the same, or after one another, whatever turn of the circle they are on', () => {
    fc.assert(
      fc.property(sequence, sequence, sequence, (one, other, turn) => {
        fc.pre(relativeTo(one, other) !== half);
        const moved = [advance(one, turn), advance(other, turn)] as const;
        const ways = [isBefore(...moved), isSame(...moved), isAfter(...moved)].filter(Boolean);
        return ways.length === 1 && isBefore(...moved) === isBefore(one, other) && isSame(...moved) === (one === other);
      }),
    );
  });

  it('mean the same signed and unsigned', () => {
    fc.assert(
      fc.property(sequence, sequence, (one, other) => {
        expect(isBefore(one | 0, other)).toBe(isBefore(one, other | 0));
        expect(isAtOrAfter(one | 0, other | 0)).toBe(!isBefore(one, other));
        expect(isAtOrBefore(one | 0, other)).toBe(!isAfter(one, other));
        expect(relativeTo(one | 0, other | 0)).toBe(relativeTo(one, other));
      }),
    );
  });

  it('advance by what lies between them', () => {
    fc.assert(
      fc.property(sequence, sequence, (one, other) => isSame(advance(other, sequenceDistance(one, other)), one)),
    );
  });
});
