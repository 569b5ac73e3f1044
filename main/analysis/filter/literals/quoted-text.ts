import { FilterError } from '../filter-error';
import { latin1OfText } from './byte-string';

const shortEscapes: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '\\': '\\',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const escapeSequence = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gsu;

/**
 * The text between double quotes with its escapes (wireshark-filter(4), "The following table lists all escape sequences").
 * @param start offset of the opening quote in the filter
 * @returns one character a byte: what is typed, and `\u`, as UTF-8; `\x` and octal escapes as they are
 */
export function readString(written: string, start: number): string {
  return unescaped(written.slice(1, -1), start + 1);
}

/** `r"..."`: a backslash stands for itself, and lets a double quote in. */
export const readRawString = (written: string): string => latin1OfText(written.slice(2, -1));

/** The number that `'x'` stands for. */
export function readCharacter(written: string, start: number): number {
  const text = unescaped(written.slice(1, -1), start + 1);
  if (text === '') throw new FilterError("'' holds no character", start, start + written.length);
  if (text.length > 1)
    throw new FilterError(
      `${written} is more than one character; texts stand in double quotes`,
      start,
      start + written.length,
    );
  const code = text.charCodeAt(0);
  if (code > 255) throw new FilterError(`${written} does not fit a byte`, start, start + written.length);
  return code;
}

function unescaped(text: string, start: number): string {
  let bytes = '';
  let done = 0;
  for (const found of text.matchAll(escapeSequence)) {
    bytes += latin1OfText(text.slice(done, found.index)) + escaped(found, start + found.index);
    done = found.index + found[0].length;
  }
  return bytes + latin1OfText(text.slice(done));
}

/** The bytes that an escape stands for. */
function escaped(found: RegExpMatchArray, place: number): string {
  const [whole, octal, hex, short, long, single] = found;
  const refuse = (why: string): never => {
    throw new FilterError(`${whole} ${why}`, place, place + whole.length);
  };
  if (octal !== undefined) {
    const code = Number.parseInt(octal, 8);
    return code > 255 ? refuse('does not fit a byte') : String.fromCharCode(code);
  }
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  const named = short ?? long;
  if (named !== undefined) {
    const point = Number.parseInt(named, 16);
    const isName = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) && point >= 0xa0;
    return isName ? latin1OfText(String.fromCodePoint(point)) : refuse('is no character that can be written so');
  }
  return (
    shortEscapes[single as string] ??
    refuse(`is no escape; write \\\\${single} for a backslash, or the text as r"..." without escapes`)
  );
}
