import type { Timestamp } from '../../preload/contract/capture';
import { axisText, roundTicks } from './axis';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Up to here seconds are read as seconds, with as many digits as it takes. */
const MOST_SECONDS = 120;
/** From here on days are known by their dates. */
const LEAST_DATED = 2 * DAY;

/** Steps that clocks have, in seconds. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30]
  .flatMap((each) => [each, each * MINUTE])
  .concat([1, 2, 3, 6, 12, 24].map((h) => h * HOUR));
CLOCK_STEPS.sort((one, other) => one - other);

type CalendarUnit = 'hour' | 'day' | 'month' | 'year';
const CALENDAR_STEPS: readonly { readonly unit: CalendarUnit; readonly count: number; readonly seconds: number }[] = [
  ...[6, 12].map((count) => ({ unit: 'hour', count, seconds: count * HOUR }) as const),
  ...[1, 2, 7, 14].map((count) => ({ unit: 'day', count, seconds: count * DAY }) as const),
  ...[1, 3, 6].map((count) => ({ unit: 'month', count, seconds: count * 30 * DAY }) as const),
  ...[1, 2, 5, 10, 20, 50, 100].map((count) => ({ unit: 'year', count, seconds: count * 365 * DAY }) as const),
];

export interface TimeAxis {
  readonly ticks: readonly number[];
  /** Behind the title: `ms`, `min:s`; of dates the year where they do not say it. */
  readonly unit: string;
  /** The ticks are dates, not what has passed since something. */
  readonly isDated: boolean;
  readonly text: (seconds: number) => string;
}

/**
 * How an axis of seconds since a time is written: in SI units while it is short, as a clock has it from minutes on, by dates from
 * days on.
 *
 * @param most ticks that there is room for
 * @param origin what is counted from; null where that is not known, and no date
 */
export function timeAxis(from: number, to: number, most: number, origin: Timestamp | null, utc: boolean): TimeAxis {
  const span = to - from;
  if (span <= MOST_SECONDS) {
    const { ticks, step } = roundTicks(from, to, most);
    return { ticks, isDated: false, ...axisText('seconds', from, to, step) };
  }
  if (span >= LEAST_DATED && origin !== null) return datedAxis(from, to, most, origin, utc);
  const step = CLOCK_STEPS.find((each) => span / each <= most) ?? roundTicks(0, span / DAY, most).step * DAY;
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) ticks.push(i * step);
  const isOfHours = Math.max(Math.abs(from), Math.abs(to)) >= HOUR;
  const unit = step >= DAY ? 'd' : isOfHours ? (step >= MINUTE ? 'h:min' : 'h:min:s') : 'min:s';
  const text = (seconds: number) => {
    if (step >= DAY) return String(seconds / DAY);
    const clock = clockText(seconds);
    if (!isOfHours) return clock;
    const whole = Math.abs(seconds) < HOUR ? clock.replace(/^-?/, '$&0:').replace(/0:(\d):/, '0:0$1:') : clock;
    return unit === 'h:min' ? whole.slice(0, -3) : whole;
  };
  return { ticks, unit, isDated: false, text: (seconds) => (seconds === 0 ? '0' : text(seconds)) };
}

/** `3:25:45`, `25:45`, `-0:07`, with days in front where there are any: whole seconds, rounded towards the first. */
export function clockText(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const days = Math.floor(whole / DAY);
  const hours = Math.floor((whole % DAY) / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const short = `${days > 0 || hours > 0 ? two(minutes) : minutes}:${two(whole % MINUTE)}`;
  const clock = days > 0 ? `${days} d ${two(hours)}:${short}` : hours > 0 ? `${hours}:${short}` : short;
  return seconds < 0 && whole > 0 ? `-${clock}` : clock;
}

/** A moment on an axis of time, to the nanosecond where that is needed: `0.0123 s`, `3:25:45.5`. */
export function momentText(seconds: number): string {
  if (Math.abs(seconds) < MOST_SECONDS) return `${exact.format(seconds)} s`;
  const fraction = Math.abs(seconds % 1)
    .toFixed(9)
    .replace(/0+$/, '')
    .slice(2);
  return fraction === '' ? clockText(seconds) : `${clockText(seconds)}.${fraction}`;
}

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 9 });

/** A date in the calendar that is chosen, with its parts as numbers. */
function partsOf(milliseconds: number, utc: boolean) {
  const date = new Date(milliseconds);
  return utc
    ? { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), hour: date.getUTCHours() }
    : { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), hour: date.getHours() };
}

const millisecondsOf = (year: number, month: number, day: number, hour: number, utc: boolean): number =>
  utc ? Date.UTC(year, month, day, hour) : new Date(year, month, day, hour).getTime();

function datedAxis(from: number, to: number, most: number, origin: Timestamp, utc: boolean): TimeAxis {
  const start = origin.seconds * 1000 + origin.nanoseconds / 1e6;
  const { unit, count } =
    CALENDAR_STEPS.find(({ seconds }) => (to - from) / seconds <= most) ?? CALENDAR_STEPS[CALENDAR_STEPS.length - 1]!;
  const first = partsOf(start + from * 1000, utc);
  const ticks: number[] = [];
  const moment = (step: number): number => {
    const { year, month, day } = first;
    if (unit === 'year') return millisecondsOf(year - (year % count) + step * count, 0, 1, 0, utc);
    if (unit === 'month') return millisecondsOf(year, month - (month % count) + step * count, 1, 0, utc);
    if (unit === 'day') return millisecondsOf(year, month, day + step * count, 0, utc);
    return millisecondsOf(year, month, day, step * count, utc);
  };
  for (let step = 0; ticks.length <= most + 1; step++) {
    const at = (moment(step) - start) / 1000;
    if (!(at <= to)) break;
    if (at >= from) ticks.push(at);
  }
  const format = new Intl.DateTimeFormat('en-US', {
    ...(utc ? { timeZone: 'UTC' } : {}),
    ...(unit === 'year' || unit === 'month' ? { year: 'numeric' } : { day: 'numeric' }),
    ...(unit === 'year' ? {} : { month: 'short' }),
    ...(unit === 'hour' ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {}),
  });
  const years = [from, to].map((each) => partsOf(start + each * 1000, utc).year);
  const ofYears = years[0] === years[1] ? `${years[0]}` : `${years[0]}–${years[1]}`;
  return {
    ticks,
    unit: unit === 'year' || unit === 'month' ? '' : ofYears,
    isDated: true,
    text: (seconds) => format.format(start + seconds * 1000).replace(',', ''),
  };
}
