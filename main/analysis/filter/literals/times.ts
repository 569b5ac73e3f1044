const billion = 1_000_000_000n;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const isoForm =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z| UTC|[+-]\d{2}(?::?\d{2})?)?)?\s*$/;
const monthForm = /^\s*([a-z]{3})\s*(\d{1,2}),\s*(\d{4})\s*(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?\s*(UTC)?\s*$/i;

/**
 * Nanoseconds since 1970-01-01 00:00 UTC of `2020-07-04T12:34:56.5+02:00` (ISO 8601; a space for the T; seconds and time may
 * be left out) or `Sep 26, 2004 23:18:04.954975`; null where the text is no such time. Without `Z`, `UTC` or an offset it is
 * local time.
 */
export function readTime(text: string): bigint | null {
  const iso = isoForm.exec(text);
  if (iso) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = iso;
    return timeOf([year, month, day, hour, minute, second].map(Number), fraction, zone?.trim());
  }
  const found = monthForm.exec(text);
  if (!found) return null;
  const [, name = '', day, year, hour, minute, second, fraction = '', zone] = found;
  const month = months.indexOf(name.toLowerCase()) + 1;
  return timeOf([Number(year), month, Number(day), Number(hour), Number(minute), Number(second)], fraction, zone);
}

function timeOf(parts: readonly number[], fraction: string, zone: string | undefined): bigint | null {
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const milliseconds =
    zone === undefined
      ? new Date(year, month - 1, day, hour, minute, second).getTime()
      : Date.UTC(year, month - 1, day, hour, minute, second) - offsetMinutes(zone) * 60_000;
  return BigInt(Math.floor(milliseconds / 1000)) * billion + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

function offsetMinutes(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Nanoseconds of `1.5`, `300` or `1.5s`; null where the text is no such time. */
export function readDuration(text: string): bigint | null {
  const [, seconds, fraction = ''] = /^(\d{1,19})(?:\.(\d{0,9}))?s?$/.exec(text) ?? [];
  return seconds === undefined ? null : BigInt(seconds) * billion + BigInt(fraction.padEnd(9, '0'));
}
