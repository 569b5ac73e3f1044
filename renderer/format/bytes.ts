const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `0a`. */
export const hexByte = (byte: number) => HEX[byte] as string;

/** `98e3d55e`. */
export const hexStream = (bytes: Uint8Array) => Array.from(bytes, hexByte).join('');

/** A printable ASCII character, or a dot. */
export const asciiByte = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

/** Lines of `0020  fc 1f 1f 90 …  .....`, sixteen bytes a line, offsets from the start of the source. */
export function hexDump(bytes: Uint8Array, start = 0): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const slice = bytes.subarray(at, at + 16);
    const hex = Array.from(slice, hexByte).join(' ').padEnd(47);
    const text = Array.from(slice, asciiByte).join('');
    lines.push(`${(start + at).toString(16).padStart(4, '0')}  ${hex}  ${text}`);
  }
  return lines.join('\n');
}

const ESCAPES: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' };

/** A C string literal. Every byte that is not printable is a two-digit `\x` escape. */
export function escapedString(bytes: Uint8Array): string {
  let text = '';
  let afterHex = false;
  for (const byte of bytes) {
    const named = ESCAPES[byte];
    const printable = byte >= 0x20 && byte < 0x7f;
    if (named) text += named;
    else if (!printable) text += `\\x${hexByte(byte)}`;
    // C reads on after \x as long as digits follow, so the literal is split there.
    else if (afterHex && /[0-9a-fA-F]/.test(String.fromCharCode(byte))) text += `""${String.fromCharCode(byte)}`;
    else text += String.fromCharCode(byte);
    afterHex = !named && !printable;
  }
  return `"${text}"`;
}

/** `static const unsigned char packet_12[4] = { 0x98, … };` */
export function cArray(bytes: Uint8Array, name: string): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 8) {
    lines.push(`  ${Array.from(bytes.subarray(at, at + 8), (byte) => `0x${hexByte(byte)}`).join(', ')}`);
  }
  return `static const unsigned char ${name}[${bytes.length}] = {\n${lines.join(',\n')}\n};\n`;
}
