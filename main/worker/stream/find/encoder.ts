import { lowByteOf } from '../formats/character-lengths';

type Encoder = (character: string) => Uint8Array | null;

const encoders = new Map<string, Encoder>();

/** Writes characters in any encoding that can be read; null for those it does not have. Node writes but a few of them. */
export function encoderOf(encoding: string): Encoder {
  const known = encoders.get(encoding);
  if (known !== undefined) return known;
  const lowByte = lowByteOf(encoding);
  const encoder = encoding === 'utf-8' ? toUtf8 : lowByte >= 0 ? toUtf16(lowByte) : fromTable(encoding);
  encoders.set(encoding, encoder);
  return encoder;
}

const toUtf8: Encoder = (character) => new TextEncoder().encode(character);

const toUtf16 =
  (lowByte: number): Encoder =>
  (character) =>
    Uint8Array.from(
      Array.from({ length: character.length }, (_, i) => character.charCodeAt(i)).flatMap((unit) =>
        lowByte === 0 ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255],
      ),
    );

/** Reads every byte and pair of bytes, and turns that round. */
function fromTable(encoding: string): Encoder {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, Uint8Array>();
  const note = (bytes: Uint8Array): void => {
    const text = decoder.decode(bytes);
    if (text !== '\ufffd' && [...text].length === 1 && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) note(Uint8Array.of(byte));
  for (let lead = 0x80; lead < 256; lead++) {
    for (let trail = 0x30; trail < 256; trail++) note(Uint8Array.of(lead, trail));
  }
  return (character) => table.get(character) ?? null;
}
