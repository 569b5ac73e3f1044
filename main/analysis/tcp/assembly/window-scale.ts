import { End } from './connection-record';
import { absent, ScaleCode, scaleMask, scaleShift, uncaptured } from './constants';
import { segment } from './segment';

/** RFC 7323 §2.3: a larger shift is taken as this. */
const largestShift: i32 = 14;

/**
 * Takes in what a SYN says of window scaling. Windows are scaled only where both SYNs have the option (RFC 7323 §2.2); options
 * that were cut off say neither.
 */
export function learnScale(own: End, other: End): void {
  const shift = segment.windowScale;
  if (shift == uncaptured) return;
  if (shift != absent) {
    const isRefused = segment.acknowledges && scaleCode(other) == ScaleCode.none;
    setScale(own, isRefused ? ScaleCode.none : ScaleCode.first + min(shift, largestShift));
  } else if (scaleCode(own) == ScaleCode.unknown) {
    setScale(own, ScaleCode.none);
    setScale(other, ScaleCode.none);
  }
}

/** By what the window of the segment's sender counts. What the window of a SYN says is not scaled (RFC 7323 §2.2). */
export function windowFactor(own: End): i32 {
  const code = scaleCode(own);
  return segment.isSyn || code < ScaleCode.first ? 1 : 1 << (code - ScaleCode.first);
}

function scaleCode(end: End): i32 {
  return (end.bits & scaleMask) >>> scaleShift;
}

function setScale(end: End, code: i32): void {
  end.bits = (end.bits & ~scaleMask) | (code << scaleShift);
}
