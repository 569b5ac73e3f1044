import { describe, expect, it } from 'vitest';
import { placeWindow } from './window-placement';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
  fullScreen: false,
});

describe('a window', () => {
  it('is in the middle of the first display where none was before, no larger than it', () => {
    expect(placeWindow(null, [laptop], 0)).toEqual({ x: 20, y: 25, width: 1400, height: 875 });
  });

  it('is where the last one was, on whichever display', () => {
    expect(placeWindow(at(100, 100), [laptop, monitor], 0)).toEqual(at(100, 100).bounds);
    expect(placeWindow(at(2000, 300), [laptop, monitor], 0)).toEqual(at(2000, 300).bounds);
  });

  it('comes back into sight where its display is gone, or its top edge is above it', () => {
    expect(placeWindow(at(2000, 300), [laptop], 0)).toEqual({ x: 220, y: 113, width: 1000, height: 700 });
    expect(placeWindow(at(100, -500), [laptop], 0)).toMatchObject({ y: 113 });
    expect(placeWindow(at(-990, 100), [laptop], 0)).toMatchObject({ x: 220 });
  });

  it('is made to fit a display that is smaller than the last one’s', () => {
    expect(placeWindow(at(10, 30, 2500, 1400), [laptop], 0)).toMatchObject({ width: 1440, height: 875 });
  });

  it('stands a step away from each that is open', () => {
    expect(placeWindow(at(100, 100), [laptop], 2)).toMatchObject({ x: 156, y: 156 });
  });
});
