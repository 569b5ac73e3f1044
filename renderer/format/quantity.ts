const counts = new Intl.NumberFormat('en-US');

/** `2,366,508`. */
export const formatCount = (count: number) => counts.format(count);

/** `1 packet`, `2,366,508 packets`. */
export const formatCounted = (count: number, one: string, many = `${one}s`) =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `1.06 GB`, decimal units with three digits; below 1,000 exact. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toPrecision(3)} ${UNITS[unit]}`;
}

/** `0.84 s`, `1 min 4 s`, `3 h 12 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${Math.round(milliseconds)} ms`;
  if (seconds < 60) return `${seconds.toPrecision(seconds < 10 ? 2 : 3)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `in 3 minutes`, `2 days ago`: how long since a time in milliseconds since the epoch. */
export function formatAge(at: number, now: number): string {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'yesterday' : days < 60 ? `${days} days ago` : new Date(at).toISOString().slice(0, 10);
}

/** `12.3 %`: three digits for small shares, so that one packet in a million is not none. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  const percent = (100 * part) / whole;
  if (percent >= 10) return `${percent.toFixed(percent > 99 && part < whole ? 1 : 0)} %`;
  return `${Number(percent.toPrecision(2))} %`;
}
