import type { Timestamp } from '../../preload/contract/capture';
import { formatDateAndTime } from '../format/time';

/** Inclusive bounds in nanoseconds since the epoch, as `ViewRequest` has them. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

const NANOSECONDS = 1_000_000_000n;

const nanosecondsOf = ({ seconds, nanoseconds }: Timestamp) => BigInt(seconds) * NANOSECONDS + BigInt(nanoseconds);

/** @param isToExcluded - whether `to` is the first time that is no longer in the range, not its last one */
export function timeRange(from: Timestamp, to: Timestamp, isToExcluded: boolean): TimeRange {
  const last = nanosecondsOf(to) - (isToExcluded ? 1n : 0n);
  return { from: String(nanosecondsOf(from)), to: String(last) };
}

/** A stretch of seconds since a time, both ends in it. */
export function rangeSince(origin: Timestamp, from: number, to: number): TimeRange {
  const start = nanosecondsOf(origin);
  return { from: String(start + BigInt(Math.floor(from * 1e9))), to: String(start + BigInt(Math.ceil(to * 1e9))) };
}

export function timestampOf(nanoseconds: string): Timestamp {
  const value = BigInt(nanoseconds);
  const rest = ((value % NANOSECONDS) + NANOSECONDS) % NANOSECONDS;
  return { seconds: Number((value - rest) / NANOSECONDS), nanoseconds: Number(rest) };
}

const written = (nanoseconds: string, utc: boolean) => {
  const { seconds, nanoseconds: rest } = timestampOf(nanoseconds);
  return formatDateAndTime(seconds, rest, utc, 9).replace(/Z$/, '');
};

/** Digits of the second's fraction that tell the two ends of a range apart with something to spare. */
function digitsFor(span: bigint): number {
  if (span >= 10n * NANOSECONDS) return 0;
  if (span >= 10_000_000n) return 3;
  return span >= 10_000n ? 6 : 9;
}

const rounded = (nanoseconds: string, digits: number): string => {
  const unit = 10n ** BigInt(9 - digits);
  return String(((BigInt(nanoseconds) + unit / 2n) / unit) * unit);
};

/** `15:49:48 – 15:49:59`: as short as the range allows, with days where it crosses midnight. */
export function rangeLabel({ from, to }: TimeRange, utc: boolean): string {
  const digits = digitsFor(BigInt(to) - BigInt(from));
  const ends = [from, to].map((end) => written(rounded(end, digits), utc).split(' ') as [string, string]);
  const isOneDay = ends[0]?.[0] === ends[1]?.[0];
  return ends
    .map(([day, clock]) => {
      const time = digits === 0 ? clock.slice(0, 8) : clock.slice(0, 9 + digits);
      return isOneDay ? time : `${day.slice(5)} ${time}`;
    })
    .join(' – ');
}

/** Both ends to the nanosecond, with their days. */
export const exactRange = ({ from, to }: TimeRange, utc: boolean): string =>
  `${written(from, utc)} – ${written(to, utc)}${utc ? ' UTC' : ''}`;
