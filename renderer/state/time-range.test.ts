import { describe, expect, it } from 'vitest';
import { exactRange, rangeLabel, timeRange, timestampOf } from './time-range';

const at = (seconds: number, nanoseconds = 0) => ({ seconds, nanoseconds });

describe('time range', () => {
  it('is exact to the nanosecond, with or without its end', () => {
    expect(timeRange(at(1_448_984_988, 7), at(1_448_984_989, 0), true)).toEqual({
      from: '1448984988000000007',
      to: '1448984988999999999',
    });
    expect(timeRange(at(1), at(2), false).to).toBe('2000000000');
  });

  it('keeps times before 1970 apart in seconds and nanoseconds', () => {
    expect(timestampOf('-1')).toEqual(at(-1, 999_999_999));
  });

  it('is written as short as tells its ends apart', () => {
    // 1448984988 is 2015-12-01 15:49:48 UTC.
    expect(rangeLabel(timeRange(at(1_448_984_988), at(1_448_985_048), true), true)).toBe('15:49:48 – 15:50:48');
    expect(rangeLabel(timeRange(at(1_448_984_988), at(1_448_984_989), true), true)).toBe('15:49:48.000 – 15:49:49.000');
    expect(rangeLabel(timeRange(at(1_448_984_988, 1000), at(1_448_984_988, 90_000), false), true)).toBe(
      '15:49:48.000001 – 15:49:48.000090',
    );
  });

  it('names the days where it crosses midnight', () => {
    expect(rangeLabel(timeRange(at(1_448_984_988), at(1_449_071_388), false), true)).toBe(
      '12-01 15:49:48 – 12-02 15:49:48',
    );
    expect(exactRange(timeRange(at(1_448_984_988), at(1_448_984_989), false), true)).toBe(
      '2015-12-01 15:49:48.000000000 – 2015-12-01 15:49:49.000000000 UTC',
    );
  });
});
