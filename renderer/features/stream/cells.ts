import type { StreamFormat } from '../../../preload/contract/stream';
import { asciiByte, hexByte } from '../../format/bytes';
import { visibleText } from '../../format/visible-text';

/** What is drawn for one character or byte, with the bytes of its line that it stands for. */
export interface Cell {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Drawn in place of what cannot be seen, or would move what is around it. */
  readonly isStandIn: boolean;
}

const ESCAPE = 0x1b;

/** A tab is nothing but a space; all else that is not seen is written out. */
const shown = (character: string): string => (character === '\t' ? character : visibleText(character));

function cellOf(character: string, from: number, to: number): Cell {
  const text = shown(character);
  return { text, from, to, isStandIn: text !== character || character === '\ufffd' };
}

/** The characters of a line, each with its bytes. Read byte by byte, which any encoding can be. */
export function textCells(bytes: Uint8Array, encoding: string): Cell[] {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const isPlainBelow = encoding.startsWith('utf-16') ? 0 : encoding === 'iso-2022-jp' ? ESCAPE : 0x80;
  const cells: Cell[] = [];
  let begun = 0;
  const add = (text: string, end: number) => {
    const characters = [...text];
    characters.forEach((character, index) => {
      // Two at once: a broken sequence was given up at the byte that begins the next.
      const isLast = index === characters.length - 1;
      const to = isLast ? end : Math.max(begun, end - (characters.length - 1 - index));
      cells.push(cellOf(character, begun, to));
      begun = to;
    });
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (begun === at && byte < isPlainBelow) {
      cells.push(cellOf(String.fromCharCode(byte), at, at + 1));
      begun = at + 1;
    } else add(decoder.decode(bytes.subarray(at, at + 1), { stream: true }), at + 1);
  }
  add(decoder.decode(), bytes.length);
  return cells;
}

const byteCells = (bytes: Uint8Array, text: (byte: number, at: number) => string): Cell[] =>
  Array.from(bytes, (byte, at) => ({ text: text(byte, at), from: at, to: at + 1, isStandIn: false }));

/** The columns of a line: the bytes, and for a hex dump the same as text. */
export function cellsOf(bytes: Uint8Array, format: StreamFormat, encoding: string): readonly (readonly Cell[])[] {
  switch (format) {
    case 'text':
    case 'json':
      return [textCells(bytes, encoding)];
    case 'hex':
      return [
        byteCells(bytes, (byte, at) => `${hexByte(byte)}${at === 7 ? '  ' : ' '}`),
        byteCells(bytes, (byte) => asciiByte(byte)),
      ];
    case 'raw':
      return [byteCells(bytes, hexByte)];
    case 'c-array':
      return [byteCells(bytes, (byte) => `0x${hexByte(byte)}, `)];
  }
}
