import { characterLength } from './character-lengths';
import { type LineFormat, type LineMeasure, noFrame } from './line-format';
import { textFormat, wrapAt } from './text-format';

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Deeper levels are not moved in further. */
const deepest = 32;
/** How a JSON text may begin that is worth its lines: an object or a list, and in it what may be there. */
const beginning =
  /^(?:\{\s*(?:"|\}|$)|\[\s*(?:$|[[{"\]]|(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)\s*(?:[,\]]|$)))/i;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/**
 * JSON, a member a line and moved in by its depth, without changing a byte of it: spaces between lines are hidden, all else is
 * as it was sent. What is around it, as the head of an HTTP message, is text. Broken JSON is laid out as far as it goes.
 *
 * State: 0 in text; in JSON twice the depth, plus 1 within a string that was too wide for a line.
 */
export function jsonFormat(encoding: string, columns: number): LineFormat {
  const text = textFormat(encoding, columns);
  const lengthOf = characterLength(encoding);
  const { longest } = text;
  const measure = (bytes: Uint8Array, from: number, to: number, line: LineMeasure): void => {
    if (line.state === 0 && !beginsJson(bytes, from, to)) text.measure(bytes, from, to, line);
    else measureMember(bytes, from, to, line, wrapAt(bytes, from, to, columns, lengthOf), longest);
  };
  return { ...noFrame, longest: longest * 2, measure };
}

function beginsJson(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  // An empty line in front is one of the text.
  while (at < to && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  if (bytes[at] !== openBrace && bytes[at] !== openBracket) return false;
  return beginning.test(String.fromCharCode(...bytes.subarray(at, Math.min(to, at + 64))));
}

function measureMember(
  bytes: Uint8Array,
  from: number,
  to: number,
  line: LineMeasure,
  firstWrap: number,
  longest: number,
): void {
  let depth = line.state >> 1;
  let inString = (line.state & 1) === 1;
  let at = from;
  while (!inString && at < to && isSpace(bytes[at])) at++;
  const begin = at;
  line.lead = begin - from;
  line.hidden = 0;
  if (!inString && (bytes[at] === closeBrace || bytes[at] === closeBracket)) depth = Math.max(0, depth - 1);
  line.indent = Math.min(deepest, depth);
  const most = Math.min(to, begin + Math.max(1, firstWrap > begin ? firstWrap - from : longest >> 2));
  for (let isFirst = true; at < most; isFirst = false) {
    const byte = bytes[at] as number;
    if (inString) {
      if (byte === backslash) at++;
      else if (byte === quote) inString = false;
      at++;
      continue;
    }
    if (byte === quote) inString = true;
    else if (byte === openBrace || byte === openBracket) {
      const inner = closingBehind(bytes, at, to, byte);
      depth++;
      at++;
      if (inner < 0) break;
      // An empty one stays on its line.
      depth--;
      at = inner + 1;
      if (bytes[at] === comma) at++;
      break;
    } else if ((byte === closeBrace || byte === closeBracket) && !isFirst) break;
    else if (byte === closeBrace || byte === closeBracket) {
      at++;
      if (bytes[at] === comma) at++;
      break;
    } else if (byte === comma) {
      at++;
      break;
    }
    at++;
  }
  at = Math.min(Math.max(at, from + 1), to);
  const shownEnd = at;
  while (!inString && at < to && isSpace(bytes[at])) at++;
  line.hidden = at - shownEnd;
  line.length = at - from;
  line.state = depth === 0 ? 0 : depth * 2 + (inString ? 1 : 0);
}

/** Offset of the bracket that closes an empty object or list; -1 where it is not empty. */
function closingBehind(bytes: Uint8Array, at: number, to: number, open: number): number {
  let next = at + 1;
  while (next < to && isSpace(bytes[next])) next++;
  return next < to && bytes[next] === (open === openBrace ? closeBrace : closeBracket) ? next : -1;
}
