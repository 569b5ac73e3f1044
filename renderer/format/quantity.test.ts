import { describe, expect, it } from 'vitest';
import { formatAge, formatBytes, formatCounted, formatDuration } from './quantity';

describe('quantities', () => {
  it('counts', () => {
    expect(formatCounted(1, 'packet')).toBe('1 packet');
    expect(formatCounted(2366508, 'packet')).toBe('2,366,508 packets');
  });

  it('shows bytes in decimal units and never as 1000 of a smaller one', () => {
    expect(formatBytes(999)).toBe('999 bytes');
    expect(formatBytes(1000)).toBe('1.00 kB');
    expect(formatBytes(999_700)).toBe('1.00 MB');
    expect(formatBytes(1_060_000_000)).toBe('1.06 GB');
  });

  it('shows durations', () => {
    expect(formatDuration(12)).toBe('12 ms');
    expect(formatDuration(1340)).toBe('1.3 s');
    expect(formatDuration(64_000)).toBe('1 min 4 s');
    expect(formatDuration(11_520_000)).toBe('3 h 12 min');
  });

  it('shows ages', () => {
    const now = Date.UTC(2024, 5, 1);
    expect(formatAge(now - 30_000, now)).toBe('just now');
    expect(formatAge(now - 90_000_000, now)).toBe('yesterday');
    expect(formatAge(now - 90 * 86_400_000, now)).toBe('2024-03-03');
  });
});
