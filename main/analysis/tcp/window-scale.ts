import { absent, uncaptured } from '../packet-summary';
import { ScaleCode, scaleMask, scaleShift } from './connection-record';
import type { Segment } from './segment';

/** RFC 7323 §2.3: a larger shift is taken as this. */
const largestShift = 14;

/**
 * Takes in what a SYN says of window scaling. Windows are scaled only where both SYNs have the option (RFC 7323 §2.2); options that
 * were cut off say neither.
 * @param own where the words of the end that sent it begin in `memory`, as `other` those of its peer
 */
export function learnScale(memory: Int32Array, own: number, other: number, segment: Segment): void {
  if (segment.windowScale === uncaptured) return;
  if (segment.windowScale !== absent) {
    const isRefused = segment.acknowledges && scaleCode(memory, other) === ScaleCode.none;
    setScale(memory, own, isRefused ? ScaleCode.none : ScaleCode.first + Math.min(segment.windowScale, largestShift));
  } else if (scaleCode(memory, own) === ScaleCode.unknown) {
    setScale(memory, own, ScaleCode.none);
    setScale(memory, other, ScaleCode.none);
  }
}

/** By what an end's window counts: 1 to 16384, -1 where its SYN was not seen, -2 where no scaling was agreed. */
export function scaleFactor(memory: Int32Array, end: number): number {
  const code = scaleCode(memory, end);
  if (code === ScaleCode.none) return -2;
  return code === ScaleCode.unknown ? -1 : 1 << (code - ScaleCode.first);
}

const scaleCode = (memory: Int32Array, end: number): number => ((memory[end] as number) & scaleMask) >>> scaleShift;

function setScale(memory: Int32Array, end: number, code: number): void {
  memory[end] = ((memory[end] as number) & ~scaleMask) | (code << scaleShift);
}
