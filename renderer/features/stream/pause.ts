import { formatDuration } from '../../format/quantity';

/** `+20.1 ms`: how long after the turn before; empty for the first one. Times can go backwards: `−0.2 ms`. */
export function formatPause(nanoseconds: number): string {
  if (nanoseconds === -1 || Number.isNaN(nanoseconds)) return '';
  const sign = nanoseconds < 0 ? '−' : '+';
  const milliseconds = Math.abs(nanoseconds) / 1e6;
  if (milliseconds < 1) return `${sign}${Math.round(milliseconds * 1000)} µs`;
  if (milliseconds < 1000) return `${sign}${milliseconds.toPrecision(3)} ms`;
  return `${sign}${formatDuration(milliseconds)}`;
}
