import { describe, expect, it } from 'vitest';
import { bars, bucketOf, timeOfBucket } from './timeline-geometry';

const data = {
  from: { seconds: 100, nanoseconds: 900_000_000 },
  to: { seconds: 110, nanoseconds: 900_000_000 },
  packets: Float64Array.of(0, 4, 100, 1),
  bytes: Float64Array.of(0, 400, 10_000, 60),
  trouble: Float64Array.of(0, 1, 0, 0),
};

describe('timeline', () => {
  it('draws nothing where nothing was captured and something where one packet was', () => {
    const { packets, trouble } = bars(data, 4, 50);
    expect(packets.split('z').length - 1).toBe(3);
    expect(trouble.split('z').length - 1).toBe(1);
    expect(packets).toContain('M12 48v-4.2');
  });

  it('finds the bucket of a time and the time of a bucket', () => {
    expect(bucketOf(data, { seconds: 103, nanoseconds: 400_000_000 })).toBe(1);
    expect(bucketOf(data, { seconds: 50, nanoseconds: 0 })).toBe(0);
    expect(bucketOf(data, data.to)).toBe(3);
    expect(timeOfBucket(data, 1)).toEqual({ seconds: 103, nanoseconds: 400_000_000 });
  });

  it('holds a capture of one instant', () => {
    expect(bucketOf({ ...data, to: data.from }, data.from)).toBe(0);
  });
});
