import type { StreamQuery } from '../../../../preload/contract/stream';
import { lowByteOf } from '../formats/character-lengths';
import { encoderOf } from './encoder';

/** Something to be sought in bytes. */
export interface Needle {
  /** Bytes of a match. */
  readonly length: number;
  /** Bytes from one place where it can begin to the next: two where text is made of pairs. */
  readonly unit: number;
  /** The first match at or behind `from`; -1 for none. */
  find(bytes: Uint8Array, from: number): number;
}

/** @throws an error that says in a sentence why the query can match nothing */
export function needleOf({ text, kind, matchCase }: StreamQuery, encoding: string): Needle {
  if (text === '') throw new Error('Write what is to be found.');
  if (kind === 'hex') return exactNeedle(hexBytes(text), 1);
  const encode = encoderOf(encoding);
  const characters = Array.from(text, (character) => {
    const bytes = encode(character);
    if (bytes === null) throw new Error(`${encoding} has no ${JSON.stringify(character)}.`);
    const other = matchCase ? null : otherCase(character, bytes.length, encode);
    return { bytes, other: other ?? bytes };
  });
  const bytes = Uint8Array.from(characters.flatMap((each) => [...each.bytes]));
  const unit = lowByteOf(encoding) < 0 ? 1 : 2;
  return characters.every((each) => each.other === each.bytes)
    ? exactNeedle(bytes, unit)
    : eitherNeedle(bytes, Uint8Array.from(characters.flatMap((each) => [...each.other])), unit);
}

/** The character in its other case, where that takes as many bytes. */
function otherCase(character: string, length: number, encode: (character: string) => Uint8Array | null) {
  const upper = character.toUpperCase();
  const other = encode(upper === character ? character.toLowerCase() : upper);
  return other?.length === length ? other : null;
}

function hexBytes(text: string): Uint8Array {
  const digits = text.replace(/0x|[\s:,-]/gi, '');
  if (!/^[0-9a-f]*$/i.test(digits)) throw new Error('Bytes are sought by hexadecimal digits, as 0d 0a.');
  if (digits.length === 0 || digits.length % 2 === 1) throw new Error('Bytes have two hexadecimal digits each.');
  return Uint8Array.from(digits.match(/../g) as string[], (pair) => Number.parseInt(pair, 16));
}

function exactNeedle(needle: Uint8Array, unit: number): Needle {
  return {
    length: needle.length,
    unit,
    find: (bytes, from) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(needle, from),
  };
}

/**
 * Each byte as in one or as in the other. Where the two cases of a character differ in several bytes, a mixture of both would
 * match too; no encoding here has such a pair whose mixture is another letter that stands in text.
 */
function eitherNeedle(one: Uint8Array, other: Uint8Array, unit: number): Needle {
  const { length } = one;
  return {
    length,
    unit,
    find: (bytes, from) => {
      const last = bytes.length - length;
      const [first, second] = [one[0], other[0]];
      for (let at = from; at <= last; at++) {
        if (bytes[at] !== first && bytes[at] !== second) continue;
        let i = 1;
        while (i < length && (bytes[at + i] === one[i] || bytes[at + i] === other[i])) i++;
        if (i === length) return at;
      }
      return -1;
    },
  };
}
