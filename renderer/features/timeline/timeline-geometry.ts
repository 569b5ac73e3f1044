import type { Timeline, Timestamp } from '../../../preload/contract/capture';

const NANOSECONDS = 1e9;

const nanosecondsBetween = (from: Timestamp, to: Timestamp) =>
  (to.seconds - from.seconds) * NANOSECONDS + (to.nanoseconds - from.nanoseconds);

/** A bar's height in pixels. The square root keeps quiet times visible beside bursts; whatever is there gets two pixels. */
function barHeight(value: number, most: number, height: number): number {
  return value > 0 ? Math.max(2, Math.sqrt(value / most) * (height - 8)) : 0;
}

/**
 * Bars of packets, and over them the share of packets in trouble, as paths.
 *
 * @param step - pixels from bar to bar
 */
export function bars(data: Timeline, step: number, height: number): { packets: string; trouble: string } {
  const most = data.packets.reduce((a, b) => Math.max(a, b), 1);
  let packets = '';
  let trouble = '';
  data.packets.forEach((count, index) => {
    const tall = barHeight(count, most, height);
    if (tall === 0) return;
    const bar = (size: number) => `M${index * step} ${height - 2}v${-size.toFixed(1)}h${step - 1}v${size.toFixed(1)}z`;
    packets += bar(tall);
    const bad = data.trouble[index] ?? 0;
    if (bad > 0) trouble += bar(Math.max(3, tall * Math.sqrt(Math.min(1, bad / count))));
  });
  return { packets, trouble };
}

/** The bucket that a time falls into; times outside fall into the first or last. */
export function bucketOf(data: Timeline, time: Timestamp): number {
  const whole = nanosecondsBetween(data.from, data.to);
  const count = data.packets.length;
  if (whole <= 0) return 0;
  return Math.max(0, Math.min(count - 1, Math.floor((nanosecondsBetween(data.from, time) / whole) * count)));
}

/** When a bucket begins. Display precision: the position on a strip, not a packet's time. */
export function timeOfBucket(data: Timeline, bucket: number): Timestamp {
  const offset = Math.ceil((nanosecondsBetween(data.from, data.to) * bucket) / data.packets.length);
  const nanoseconds = data.from.nanoseconds + (offset % NANOSECONDS);
  const carry = nanoseconds >= NANOSECONDS ? 1 : 0;
  return {
    seconds: data.from.seconds + Math.floor(offset / NANOSECONDS) + carry,
    nanoseconds: nanoseconds - carry * NANOSECONDS,
  };
}
