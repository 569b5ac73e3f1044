/** @returns how many bytes the character takes that begins with these two, in the encoding; 1 where it is none */
export type CharacterLength = (first: number, second: number) => number;

/** https://www.rfc-editor.org/rfc/rfc3629 §3 */
const utf8: CharacterLength = (first) =>
  first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;

/** Two bytes from a leading one on; see the indexes of the Encoding Standard, https://encoding.spec.whatwg.org */
const twoFrom =
  (least: number, most = 0xfe): CharacterLength =>
  (first) =>
    first >= least && first <= most ? 2 : 1;

const shiftJis: CharacterLength = (first) =>
  (first >= 0x81 && first <= 0x9f) || (first >= 0xe0 && first <= 0xfc) ? 2 : 1;

const eucJp: CharacterLength = (first) =>
  first === 0x8f ? 3 : first === 0x8e || (first >= 0xa1 && first <= 0xfe) ? 2 : 1;

const gb18030: CharacterLength = (first, second) =>
  first < 0x81 || first === 0xff ? 1 : second >= 0x30 && second <= 0x39 ? 4 : 2;

const one: CharacterLength = () => 1;

/** Encodings whose characters are not one byte each; UTF-16 is told apart elsewhere. */
const lengths: Readonly<Record<string, CharacterLength>> = {
  'utf-8': utf8,
  shift_jis: shiftJis,
  'euc-jp': eucJp,
  'euc-kr': twoFrom(0x81),
  big5: twoFrom(0x81),
  gbk: gb18030,
  gb18030,
};

export const characterLength = (encoding: string): CharacterLength => lengths[encoding] ?? one;

/** For UTF-16 which of a unit's two bytes is its low one; -1 for other encodings. */
export const lowByteOf = (encoding: string): 0 | 1 | -1 =>
  encoding === 'utf-16le' ? 0 : encoding === 'utf-16be' ? 1 : -1;
