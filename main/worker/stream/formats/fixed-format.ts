import { type LineFormat, type LineMeasure, noFrame } from './line-format';

/** So many bytes a line. */
export function fixedFormat(
  bytesPerLine: number,
  frame: Pick<LineFormat, 'opening' | 'closing'> = noFrame,
): LineFormat {
  return {
    ...frame,
    longest: bytesPerLine,
    measure: (_bytes: Uint8Array, from: number, to: number, line: LineMeasure): void => {
      line.length = Math.min(bytesPerLine, to - from);
      line.lead = 0;
      line.hidden = 0;
      line.indent = 0;
    },
  };
}

/** A C array for each block, eight bytes a line. */
export const cArrayFormat: LineFormat = fixedFormat(8, {
  opening: ({ sender, start, end }, index) => `static const unsigned char ${sender}_${index}[${end - start}] = {`,
  closing: () => '};',
});
