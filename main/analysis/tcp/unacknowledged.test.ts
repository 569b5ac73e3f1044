import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, isAfter, isAtOrBefore, isBefore, isSame, relativeTo } from './sequence-number';
import { noRow, Unacknowledged } from './unacknowledged';

/** The same by going through a list: slow, and plain. */
class PlainList {
  private entries: { row: number; left: number; right: number }[] = [];

  get oldestRow(): number {
    return this.entries[0]?.row ?? noRow;
  }

  get span(): number {
    if (this.entries.length === 0) return 0;
    const left = this.entries.reduce(
      (first, each) => (isBefore(each.left, first) ? each.left : first),
      this.entries[0]!.left,
    );
    const right = this.entries.reduce(
      (last, each) => (isAfter(each.right, last) ? each.right : last),
      this.entries[0]!.right,
    );
    return relativeTo(right, left);
  }

  spanFrom(base: number): number {
    const first = Math.min(...this.entries.map(({ left }) => relativeTo(left, base)));
    const last = Math.max(...this.entries.map(({ right }) => relativeTo(right, base)));
    return this.entries.length === 0 ? 0 : relativeTo(last, first);
  }

  add(row: number, left: number, right: number): void {
    this.entries.push({ row, left, right });
  }

  acknowledge(number: number): number {
    const exact = this.entries.find((each) => isSame(each.right, number));
    this.entries = this.entries.filter((each) => !isAtOrBefore(each.right, number));
    for (const each of this.entries) if (isBefore(each.left, number)) each.left = number;
    return exact?.row ?? noRow;
  }
}

const command = fc.record({
  at: fc.integer({ min: 0, max: 60 }),
  length: fc.integer({ min: 1, max: 20 }),
  acknowledges: fc.boolean(),
});

describe('segments that wait for an acknowledgment', () => {
  it('are told as from a plain list, at any place of the circle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.array(command, { maxLength: 80 }), (base, commands) => {
        const list = new PlainList();
        let waiting = new Unacknowledged();
        commands.forEach(({ at, length, acknowledges }, row) => {
          const left = advance(base, at);
          if (acknowledges) expect(waiting.acknowledge(left)).toBe(list.acknowledge(left));
          else {
            waiting.add(row, left, advance(left, length));
            list.add(row, left, advance(left, length));
          }
          if (row % 7 === 0) waiting = waiting.copy();
          expect(waiting.oldestRow).toBe(list.oldestRow);
          expect(waiting.span).toBe(list.span);
          expect(waiting.spanFrom(advance(base, 30))).toBe(list.spanFrom(advance(base, 30)));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('cost no more when hundreds of thousands wait', () => {
    const waiting = new Unacknowledged();
    for (let row = 0; row < 300_000; row++) waiting.add(row, row * 10, row * 10 + 10);
    const started = performance.now();
    for (let row = 0; row < 300_000; row++) {
      waiting.add(300_000 + row, 3_000_000 + row, 3_000_001 + row);
      waiting.acknowledge(row * 10 + 5);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
