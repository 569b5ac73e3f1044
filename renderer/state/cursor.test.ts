import { afterEach, describe, expect, it } from 'vitest';
import { hover, secondsBetween, timeAfter, unhover, useHovered } from './cursor';

afterEach(() => useHovered.setState({ hovered: null }));

describe('what is hovered', () => {
  const time = { seconds: 7, nanoseconds: 5 };

  it('changes for its readers only when it is something else', () => {
    let changes = 0;
    const stop = useHovered.subscribe(() => changes++);
    hover({ source: 'a', packet: 3, time });
    hover({ source: 'a', packet: 3, time: { ...time } });
    hover({ source: 'a', packet: 4, time });
    stop();
    expect(changes).toBe(2);
  });

  it('is taken away only by who said it last', () => {
    hover({ source: 'a', packet: 3, time });
    hover({ source: 'b', packet: 4, time: null });
    unhover('a');
    expect(useHovered.getState().hovered?.packet).toBe(4);
    unhover('b');
    expect(useHovered.getState().hovered).toBeNull();
  });
});

describe('a moment so many seconds after another', () => {
  it('is exact to the nanosecond, and carries', () => {
    const origin = { seconds: 1_700_000_000, nanoseconds: 999_999_999 };
    expect(timeAfter(origin, 1e-9)).toEqual({ seconds: 1_700_000_001, nanoseconds: 0 });
    expect(timeAfter(origin, -0.999999999)).toEqual({ seconds: 1_700_000_000, nanoseconds: 0 });
    expect(secondsBetween(origin, timeAfter(origin, 3600.000000123))).toBeCloseTo(3600.000000123, 9);
  });
});
