import { ScaleCode, scaleMask, scaleShift } from './connection-record';

/** By what an end's window counts: 1 to 16384, -1 where its SYN was not seen, -2 where no scaling was agreed. */
export function scaleFactor(memory: Int32Array, end: number): number {
  const code = scaleCode(memory, end);
  if (code === ScaleCode.none) return -2;
  return code === ScaleCode.unknown ? -1 : 1 << (code - ScaleCode.first);
}

const scaleCode = (memory: Int32Array, end: number): number => ((memory[end] as number) & scaleMask) >>> scaleShift;
