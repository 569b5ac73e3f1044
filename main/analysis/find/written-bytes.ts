import { FilterError } from '../filter/filter-error';

export type CharacterWidth = 'any' | 'narrow' | 'wide';

/** A text's bytes as UTF-8, and as UTF-16 in both byte orders. */
export function encodings(text: string, width: CharacterWidth): Uint8Array[] {
  const narrow = new TextEncoder().encode(text);
  return [
    ...(width === 'wide' ? [] : [narrow]),
    ...(width === 'narrow' ? [] : [utf16(text, true), utf16(text, false)]),
  ];
}

function utf16(text: string, isLittleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), isLittleEndian);
  return bytes;
}

/**
 * Bytes of `16 03 01`, `16:03:01`, `16-03-01`, `160301` or `0x160301`.
 * @throws FilterError saying what would be right, and where
 */
export function readHex(text: string): Uint8Array {
  const octets: number[] = [];
  let at = /^\s*(?:0[xX])?/.exec(text)?.[0].length ?? 0;
  while (at < text.length) {
    const pair = text.slice(at, at + 2);
    if (/^[\s:.,-]/.test(pair)) at++;
    else if (/^[0-9a-fA-F]{2}$/.test(pair)) {
      octets.push(Number.parseInt(pair, 16));
      at += 2;
    } else throw wrongHex(text, at);
  }
  if (octets.length === 0) throw new FilterError('write bytes in hexadecimal, as 16 03 01', 0, text.length);
  return Uint8Array.from(octets);
}

function wrongHex(text: string, at: number): FilterError {
  const character = String.fromCodePoint(text.codePointAt(at) as number);
  if (!/^[0-9a-fA-F]$/.test(character))
    return new FilterError(
      `${JSON.stringify(character)} is no hexadecimal digit: write bytes as 16 03 01, 16:03:01 or 160301`,
      at,
      at + character.length,
    );
  return new FilterError(`a byte has two digits: write 0${character} for ${character}`, at, at + 1);
}
