import { describe, expect, it } from 'vitest';
import { asciiByte, cArray, escapedString, hexDump, hexStream } from './bytes';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('bytes as text', () => {
  it('writes a stream of hex', () => {
    expect(hexStream(Uint8Array.of(0, 15, 255))).toBe('000fff');
  });

  it('never interprets a byte', () => {
    expect(Array.from(Uint8Array.of(0x1b, 0x41, 0x7f, 0xff, 0x20), asciiByte).join('')).toBe('.A.. ');
  });

  it('dumps sixteen bytes a line with offsets of the source', () => {
    expect(hexDump(ascii('0123456789abcdefXY'), 0x20)).toBe(
      `0020  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n0030  58 59${' '.repeat(42)}  XY`,
    );
  });

  it('escapes for C, and keeps a digit after an escape apart', () => {
    expect(escapedString(Uint8Array.of(0x22, 0x5c, 0x0a, 0x00, 0x41, 0x7a))).toBe('"\\"\\\\\\n\\x00""Az"');
  });

  it('writes a C array', () => {
    expect(cArray(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 'bytes')).toBe(
      'static const unsigned char bytes[9] = {\n  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08,\n  0x09\n};\n',
    );
  });
});
