import type { PacketRow } from '../../preload/contract/packets';
import type { TimeFormat } from '../../preload/contract/settings';

/** Digits after the decimal point: 6 for microsecond captures, 9 where a packet has nanoseconds. */
export type TimeDigits = 6 | 9;

interface TimeOptions {
  readonly format: TimeFormat;
  readonly utc: boolean;
  readonly digits: TimeDigits;
}

type RowTime = Pick<
  PacketRow,
  | 'seconds'
  | 'nanoseconds'
  | 'hasTime'
  | 'previousSeconds'
  | 'previousNanoseconds'
  | 'referenceSeconds'
  | 'referenceNanoseconds'
>;

const NANOSECONDS = 1_000_000_000;

const fraction = (nanoseconds: number, digits: TimeDigits) => nanoseconds.toString().padStart(9, '0').slice(0, digits);

/**
 * The difference of two times, exact: seconds and nanoseconds are subtracted apart and borrowed, never joined in a float.
 *
 * @returns `-0.000001000` for digits 9
 */
export function formatDifference(
  seconds: number,
  nanoseconds: number,
  fromSeconds: number,
  fromNanoseconds: number,
  digits: TimeDigits,
): string {
  let wholeSeconds = seconds - fromSeconds;
  let rest = nanoseconds - fromNanoseconds;
  if (rest < 0) {
    rest += NANOSECONDS;
    wholeSeconds -= 1;
  }
  if (wholeSeconds >= 0) return `${wholeSeconds}.${fraction(rest, digits)}`;
  // A negative time is minus its magnitude: -0.25 s is held as -1 s + 750,000,000 ns.
  if (rest > 0) {
    wholeSeconds += 1;
    rest = NANOSECONDS - rest;
  }
  return `-${-wholeSeconds}.${fraction(rest, digits)}`;
}

/** Seconds since the epoch; times before 1970 keep their sign: -1 s + 750,000,000 ns is `-0.250000`. */
export function formatEpoch(seconds: number, nanoseconds: number, digits: TimeDigits): string {
  return formatDifference(seconds, nanoseconds, 0, 0, digits);
}

const two = (value: number) => value.toString().padStart(2, '0');

/** `15:49:48.123456`, in UTC or where the window runs. */
export function formatTimeOfDay(seconds: number, nanoseconds: number, utc: boolean, digits: TimeDigits): string {
  const date = new Date(seconds * 1000);
  const clock = utc
    ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
    : `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${clock}.${fraction(nanoseconds, digits)}`;
}

/** `2015-12-01 15:49:48.123456`, followed by `Z` in UTC. */
export function formatDateAndTime(seconds: number, nanoseconds: number, utc: boolean, digits: TimeDigits): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return formatEpoch(seconds, nanoseconds, digits);
  const day = utc
    ? `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${formatTimeOfDay(seconds, nanoseconds, utc, digits)}${utc ? 'Z' : ''}`;
}

/** `0:07`, `12:34`, `1:02:03`: how long something goes on, in milliseconds. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

/** The Time column. A packet without a time (a simple packet block) shows nothing. */
export function formatRowTime(row: RowTime, options: TimeOptions): string {
  if (!row.hasTime) return '';
  const { seconds, nanoseconds } = row;
  switch (options.format) {
    case 'since-start':
      return formatDifference(seconds, nanoseconds, row.referenceSeconds, row.referenceNanoseconds, options.digits);
    case 'since-previous':
      return formatDifference(seconds, nanoseconds, row.previousSeconds, row.previousNanoseconds, options.digits);
    case 'of-day':
      return formatTimeOfDay(seconds, nanoseconds, options.utc, options.digits);
    case 'date-and-time':
      return formatDateAndTime(seconds, nanoseconds, options.utc, options.digits);
    case 'epoch':
      return formatEpoch(seconds, nanoseconds, options.digits);
  }
}
