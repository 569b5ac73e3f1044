import { type CharacterLength, characterLength, lowByteOf } from './character-lengths';
import { type LineFormat, type LineMeasure, noFrame } from './line-format';

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;

/** Lines end at a line feed, and where they are too wide. Never within a character. */
export function textFormat(encoding: string, columns: number): LineFormat {
  const lowByte = lowByteOf(encoding);
  return {
    ...noFrame,
    longest: columns * 4 + 4,
    measure: lowByte < 0 ? byteMeasure(characterLength(encoding), columns) : unitMeasure(lowByte as 0 | 1, columns),
  };
}

/** Encodings in which the bytes 10 and 13 mean nothing else. */
function byteMeasure(lengthOf: CharacterLength, columns: number): LineFormat['measure'] {
  return (bytes, from, to, line) => {
    line.lead = 0;
    line.indent = 0;
    const end = wrapAt(bytes, from, to, columns, lengthOf);
    const isBroken = end < to && end > from && bytes[end] === lineFeed;
    line.length = Math.max(1, end - from + (isBroken ? 1 : 0));
    if (bytes[from] === lineFeed) line.length = 1;
    finish(bytes, from, line);
  };
}

function finish(bytes: Uint8Array, from: number, line: LineMeasure): void {
  const last = from + line.length - 1;
  line.hidden = 0;
  if (bytes[last] !== lineFeed) return;
  line.hidden = line.length > 1 && bytes[last - 1] === carriageReturn ? 2 : 1;
}

/**
 * Where a line must end that begins at `from`: at a line feed, or before the character that would pass the width. Characters
 * of three and more bytes may be drawn two columns wide, controls are drawn as `\\x1b`.
 */
export function wrapAt(
  bytes: Uint8Array,
  from: number,
  to: number,
  columns: number,
  lengthOf: CharacterLength,
): number {
  let width = 0;
  let at = from;
  while (at < to) {
    const byte = bytes[at] as number;
    if (byte === lineFeed) return at;
    const length = byte < 0x80 ? 1 : lengthOf(byte, bytes[at + 1] ?? 0);
    width += length > 2 ? 2 : byte < 0x20 && byte !== tab ? 4 : 1;
    if (width > columns) {
      // A line feed just behind a full line ends that line, and is none of its own.
      const isBreak = byte === carriageReturn && bytes[at + 1] === lineFeed;
      return isBreak ? at + 1 : at;
    }
    at = Math.min(to, at + length);
  }
  return at;
}

/** UTF-16: a unit is two bytes; halves of a pair stay together. */
function unitMeasure(lowByte: 0 | 1, columns: number): LineFormat['measure'] {
  const unitAt = (bytes: Uint8Array, at: number): number =>
    (bytes[at + lowByte] as number) | ((bytes[at + 1 - lowByte] as number) << 8);
  return (bytes, from, to, line) => {
    line.lead = 0;
    line.indent = 0;
    line.hidden = 0;
    let at = from;
    for (let width = 0; at + 1 < to && width < columns; width++) {
      const unit = unitAt(bytes, at);
      at += 2;
      if (unit === lineFeed) {
        const hasReturn = at - 4 >= from && unitAt(bytes, at - 4) === carriageReturn;
        line.hidden = hasReturn ? 4 : 2;
        break;
      }
      if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < to) at += 2;
    }
    line.length = at === from ? to - from : at - from;
  };
}
