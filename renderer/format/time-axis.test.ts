import { describe, expect, it } from 'vitest';
import { clockText, momentText, timeAxis } from './time-axis';

/** 2023-11-14 22:13:20 UTC */
const origin = { seconds: 1_700_000_000, nanoseconds: 0 };
const DAY = 86_400;

const written = (from: number, to: number, most = 6, since: typeof origin | null = origin) => {
  const { ticks, unit, text } = timeAxis(from, to, most, since, true);
  return [unit, ...ticks.map(text)];
};

describe('an axis of time', () => {
  it('is in SI units while it is short', () => {
    expect(written(0, 10e-6, 5)).toEqual(['µs', '0', '2', '4', '6', '8', '10']);
    expect(written(0, 10, 5)).toEqual(['s', '0', '2', '4', '6', '8', '10']);
  });

  it('is a clock from minutes on', () => {
    expect(written(0, 600)).toEqual(['min:s', '0', '2:00', '4:00', '6:00', '8:00', '10:00']);
    expect(written(0, 3 * 3600)).toEqual(['h:min', '0', '0:30', '1:00', '1:30', '2:00', '2:30', '3:00']);
    expect(written(10_000, 10_150, 5)).toEqual(['h:min:s', '2:47:00', '2:47:30', '2:48:00', '2:48:30', '2:49:00']);
    expect(written(0, 3700, 4)).toEqual(['h:min', '0', '0:30', '1:00']);
    expect(written(3000, 3650, 4)).toEqual(['h:min', '0:50', '0:55', '1:00']);
  });

  it('has dates from days on, each at the beginning of its day or month', () => {
    expect(written(0, 3 * DAY, 4)).toEqual(['2023', 'Nov 15', 'Nov 16', 'Nov 17']);
    expect(written(0, 2.2 * DAY, 6).slice(0, 4)).toEqual(['2023', 'Nov 15 00:00', 'Nov 15 12:00', 'Nov 16 00:00']);
    expect(written(0, 150 * DAY, 8)).toEqual(['', 'Dec 2023', 'Jan 2024', 'Feb 2024', 'Mar 2024', 'Apr 2024']);
    expect(written(0, 60 * DAY, 9)[0]).toBe('2023–2024');
    expect(written(0, 40 * 365 * DAY, 5)).toEqual(['', '2030', '2040', '2050', '2060']);
  });

  it('has days where it is not known since when', () => {
    expect(written(0, 10 * DAY, 5, null)).toEqual(['d', '0', '2', '4', '6', '8', '10']);
  });

  it('goes back before its origin where the clock did', () => {
    expect(written(-300, 300)).toEqual(['min:s', '-4:00', '-2:00', '0', '2:00', '4:00']);
  });
});

it('a clock has days in front', () => {
  expect([7, 67, 3600, 12_345, 100_000, -7].map(clockText)).toEqual([
    '0:07',
    '1:07',
    '1:00:00',
    '3:25:45',
    '1 d 03:46:40',
    '-0:07',
  ]);
});

it('a moment is exact, in seconds or on a clock', () => {
  expect([0, 0.0123, 119.5, 120, 7545.25].map(momentText)).toEqual([
    '0 s',
    '0.0123 s',
    '119.5 s',
    '2:00',
    '2:05:45.25',
  ]);
});
