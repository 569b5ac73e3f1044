import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainInterface } from './capture-interface';
import { PacketRecord } from './packet-record';
import { exactTicks, TickClock, ticksPerSecond } from './timestamp-resolution';

function timeOf(resolution: number, ticks: bigint, offset = 0): [seconds: number, nanoseconds: number] {
  const record = new PacketRecord();
  new TickClock(resolution, offset).stamp(record, Number(ticks >> 32n), Number(ticks & 0xffffffffn));
  return [record.seconds, record.nanoseconds];
}

describe('ticks to seconds and nanoseconds', () => {
  // The values are what tshark 4.0 prints as frame.time_epoch for such files.
  test.each<[name: string, resolution: number, ticks: bigint, seconds: number, nanoseconds: number]>([
    ['seconds', 0, 1_700_000_000n, 1_700_000_000, 0],
    ['microseconds', 6, 1_700_000_000_123_456n, 1_700_000_000, 123_456_000],
    ['tenths of microseconds', 7, 17_000_000_001_234_567n, 1_700_000_000, 123_456_700],
    ['nanoseconds', 9, 1_700_000_000_123_456_789n, 1_700_000_000, 123_456_789],
    ['tenths of nanoseconds are cut off', 10, 17_000_000_001_234_567_891n, 1_700_000_000, 123_456_789],
    ['picoseconds are cut off', 12, 1_700_000_000_123_456_789n, 1_700_000, 123_456],
    ['10^-127', 127, 1_700_000_000_123_456_789n, 0, 0],
    ['2^-10', 0x8a, 1_700_000_000n * 1024n + 777n, 1_700_000_000, 758_789_062],
    ['2^-20', 0x94, 1_700_000_000n * 2n ** 20n + 777_777n, 1_700_000_000, 741_745_948],
    ['2^-32', 0xa0, 1_700_000_000n * 2n ** 32n + 0x87654321n, 1_700_000_000, 528_888_888],
    ['2^-60', 0xbc, 2n ** 63n + 12_345_678_901n, 8, 10],
    ['the largest count', 6, 2n ** 64n - 1n, 18_446_744_073_709, 551_615_000],
  ])('%s', (_name, resolution, ticks, seconds, nanoseconds) => {
    expect(timeOf(resolution, ticks)).toEqual([seconds, nanoseconds]);
  });

  test('if_tsoffset is added in seconds', () => {
    expect(timeOf(9, 1_700_000_000_123_456_789n, -1000)).toEqual([1_699_999_000, 123_456_789]);
  });

  test('exact for every resolution and every 64-bit count', () => {
    const resolutions = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0x80, max: 0xc0 }));
    fc.assert(
      fc.property(resolutions, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (resolution, ticks) => {
        const perSecond = ticksPerSecond(resolution);
        const nanoseconds = Number(((ticks % perSecond) * 1_000_000_000n) / perSecond);
        expect(timeOf(resolution, ticks)).toEqual([Number(ticks / perSecond), nanoseconds]);
      }),
      { numRuns: 2000 },
    );
  });
});

test('what is written is read back to the nanosecond', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(6, 9),
      fc.integer({ min: 0, max: 2 ** 34 }),
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.integer({ min: -100_000, max: 100_000 }),
      (resolution, since, fraction, offsetSeconds) => {
        const described = { ...plainInterface(0, 0, 1), timestampResolution: resolution, offsetSeconds };
        const nanoseconds = resolution === 6 ? fraction - (fraction % 1000) : fraction;
        const time = { seconds: since + offsetSeconds, nanoseconds };
        const { high, low } = exactTicks(time, described);
        const record = new PacketRecord();
        new TickClock(resolution, offsetSeconds).stamp(record, high, low);
        expect({ seconds: record.seconds, nanoseconds: record.nanoseconds }).toEqual(time);
      },
    ),
    { numRuns: 2000 },
  );
});
