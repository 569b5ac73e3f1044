import type { StreamShape } from '../../../../preload/contract/stream';
import { cArrayFormat, fixedFormat } from './fixed-format';
import { jsonFormat } from './json-format';
import type { LineFormat } from './line-format';
import { textFormat } from './text-format';

/** The format of a shape. Raw lines are of hexadecimal digits, as many bytes as fit in pairs. */
export function formatOf({ format, encoding, columns }: StreamShape): LineFormat {
  switch (format) {
    case 'text':
      return textFormat(encoding, columns);
    case 'json':
      return jsonFormat(encoding, columns);
    case 'hex':
      return fixedFormat(16);
    case 'raw':
      return fixedFormat(Math.max(8, (columns >> 4) << 3));
    case 'c-array':
      return cArrayFormat;
  }
}
