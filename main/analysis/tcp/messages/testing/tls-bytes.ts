const number = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, i) => String.fromCharCode((value >>> (8 * (bytes - 1 - i))) & 255)).join('');

const counted = (text: string, bytes: number): string => number(text.length, bytes) + text;

/** A TLS 1.2 record (RFC 5246 §6.2.1). Bytes are letters up to U+00FF. */
export const record = (type: number, content: string): string => `${number(type, 1)}\x03\x03${counted(content, 2)}`;

/** A handshake message (RFC 5246 §7.4). */
export const handshake = (type: number, body: string): string => number(type, 1) + counted(body, 3);

/** A ClientHello with a server name (RFC 8446 §4.1.2, RFC 6066 §3). */
export function clientHello(serverName: string): string {
  const name = counted(`\0${counted(serverName, 2)}`, 2);
  const extensions = `\0\0${counted(name, 2)}`;
  return handshake(
    1,
    `\x03\x03${'r'.repeat(32)}\0${counted('\x13\x01', 2)}${counted('\0', 1)}${counted(extensions, 2)}`,
  );
}

/** A ServerHello that takes a version by the extension (RFC 8446 §4.1.3), or without it TLS 1.2. */
export function serverHello(version?: number): string {
  const extensions = version === undefined ? '' : counted(`\0\x2b${counted(number(version, 2), 2)}`, 2);
  return handshake(2, `\x03\x03${'r'.repeat(32)}\0\x13\x01\0${extensions}`);
}
