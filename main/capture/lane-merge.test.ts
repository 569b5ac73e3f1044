import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneMerge } from './lane-merge';

function merge(count = 2, patience = 300) {
  let now = 0;
  const taken: { lane: number; time: number; data: string }[] = [];
  const lanes = new LaneMerge(
    count,
    patience,
    (lane, seconds, nanoseconds, originalLength, bytes, start, length) => {
      expect(originalLength).toBe(length + 10);
      const data = Buffer.from(bytes.subarray(start, start + length)).toString();
      taken.push({ lane, time: seconds * 1e9 + nanoseconds, data });
    },
    () => now,
  );
  return {
    lanes,
    taken,
    times: () => taken.map(({ time }) => time),
    add: (lane: number, time: number, data = `${time}`) => {
      const bytes = Buffer.from(`--${data}--`);
      lanes.add(lane, Math.floor(time / 1e9), time % 1e9, data.length + 10, bytes, 2, data.length);
      lanes.release();
    },
    wait: (milliseconds: number) => {
      now += milliseconds;
      lanes.release();
    },
  };
}

describe('packets of several taps', () => {
  it('come out in the order of their times, whichever tap hands over first', () => {
    const { add, times, taken } = merge();
    for (const time of [10, 30, 50]) add(0, time);
    expect(times()).toEqual([]);
    for (const time of [20, 40]) add(1, time);
    expect(times()).toEqual([10, 20, 30, 40]);
    add(1, 60);
    expect(times()).toEqual([10, 20, 30, 40, 50]);
    expect(taken.map(({ lane, data }) => `${lane} ${data}`)).toEqual(['0 10', '1 20', '0 30', '1 40', '0 50']);
  });

  it('do not wait for a tap that is silent longer than it could hold something back, nor for one that has ended', () => {
    const { add, wait, times, lanes } = merge();
    add(0, 10);
    wait(299);
    expect(times()).toEqual([]);
    wait(1);
    expect(times()).toEqual([10]);
    lanes.ended(1);
    add(0, 20);
    expect(times()).toEqual([10, 20]);
  });

  it('do not wait for a clock that was set back', () => {
    const { add, wait, times } = merge();
    add(0, 7_200e9);
    add(0, 3_600e9);
    add(1, 3_600e9 + 1);
    wait(300);
    expect(new Set(times())).toEqual(new Set([7_200e9, 3_600e9, 3_600e9 + 1]));
  });

  it('all come out, each tap in its own order', () => {
    const packet = fc.record({ lane: fc.nat(2), time: fc.nat(1e6), length: fc.nat(5_000) });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 200 }), (packets) => {
        const { add, taken, lanes } = merge(3);
        for (const { lane, time, length } of packets) add(lane, time, 'x'.repeat(length));
        lanes.finish();
        for (const lane of [0, 1, 2]) {
          const own = taken.filter((one) => one.lane === lane).map(({ time, data }) => [time, data.length]);
          expect(own).toEqual(packets.filter((one) => one.lane === lane).map(({ time, length }) => [time, length]));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are sorted where each tap had its own sorted', () => {
    const times = fc.array(fc.nat(1e6), { maxLength: 50 }).map((all) => all.sort((one, other) => one - other));
    fc.assert(
      fc.property(times, times, fc.infiniteStream(fc.boolean()), (one, other, first) => {
        const { add, lanes, times: out } = merge();
        const [left, right] = [[...one], [...other]];
        while (left.length + right.length > 0) {
          const takeLeft = right.length === 0 || (left.length > 0 && first.next().value === true);
          add(takeLeft ? 0 : 1, (takeLeft ? left : right).shift()!);
        }
        lanes.finish();
        expect(out()).toEqual([...one, ...other].sort((a, b) => a - b));
      }),
    );
  });
});
