import { describe, expect, it } from 'vitest';
import {
  formatDateAndTime,
  formatDifference,
  formatElapsed,
  formatEpoch,
  formatRowTime,
  formatTimeOfDay,
} from './time';

const row = {
  seconds: 1448984988,
  nanoseconds: 100_000_001,
  hasTime: true,
  previousSeconds: 1448984987,
  previousNanoseconds: 999_999_999,
  referenceSeconds: 1448984900,
  referenceNanoseconds: 200_000_000,
};

describe('formatDifference', () => {
  it('borrows a second', () => {
    expect(formatDifference(2, 0, 1, 1, 9)).toBe('0.999999999');
  });

  it('is exact where a double is not', () => {
    // 1448984988.100000001 has more digits than a double holds.
    expect(formatDifference(1448984988, 100_000_001, 0, 0, 9)).toBe('1448984988.100000001');
  });

  it('keeps the sign of a time that goes backwards by less than a second', () => {
    expect(formatDifference(5, 0, 5, 1000, 6)).toBe('-0.000001');
    expect(formatDifference(5, 0, 5, 1000, 9)).toBe('-0.000001000');
  });

  it('keeps the sign of whole seconds', () => {
    expect(formatDifference(3, 0, 5, 0, 6)).toBe('-2.000000');
    expect(formatDifference(3, 500_000_000, 5, 0, 6)).toBe('-1.500000');
  });

  it('cuts and does not round, as a clock does', () => {
    expect(formatDifference(0, 999_999_999, 0, 0, 6)).toBe('0.999999');
  });
});

describe('formatEpoch', () => {
  it('shows times before 1970', () => {
    expect(formatEpoch(-1, 750_000_000, 6)).toBe('-0.250000');
  });
});

describe('clock times', () => {
  it('shows the day and time in UTC', () => {
    // date -u -d @1448984988: Tue Dec  1 15:49:48 UTC 2015
    expect(formatDateAndTime(1448984988, 5000, true, 6)).toBe('2015-12-01 15:49:48.000005Z');
    expect(formatTimeOfDay(1448984988, 5, true, 9)).toBe('15:49:48.000000005');
  });

  it('falls back to seconds where no calendar reaches', () => {
    expect(formatDateAndTime(9e15, 0, true, 6)).toBe('9000000000000000.000000');
  });
});

describe('formatRowTime', () => {
  const shown = (format: Parameters<typeof formatRowTime>[1]['format']) =>
    formatRowTime(row, { format, utc: true, digits: 9 });

  it('formats every way', () => {
    expect(shown('since-start')).toBe('87.900000001');
    expect(shown('since-previous')).toBe('0.100000002');
    expect(shown('of-day')).toBe('15:49:48.100000001');
    expect(shown('date-and-time')).toBe('2015-12-01 15:49:48.100000001Z');
    expect(shown('epoch')).toBe('1448984988.100000001');
  });

  it('shows nothing for a packet without a time', () => {
    expect(formatRowTime({ ...row, hasTime: false }, { format: 'epoch', utc: true, digits: 6 })).toBe('');
  });
});

it('writes how long something goes on', () => {
  expect(formatElapsed(7_400)).toBe('0:07');
  expect(formatElapsed(754_000)).toBe('12:34');
  expect(formatElapsed(3_723_000)).toBe('1:02:03');
  // The clock was set back.
  expect(formatElapsed(-5_000)).toBe('0:00');
});
