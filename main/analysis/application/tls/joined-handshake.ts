import { beginsRecord, recordHeaderLength, recordLength } from './record';

const handshakeHeaderLength = 4;

/**
 * Puts a handshake message together that goes over several records (RFC 8446 §5.1).
 * @param earlier the records before, from the one in which the message begins
 * @param content content of the record at hand
 * @returns the message from its first byte, and what follows it in the content
 */
export function joinHandshake(earlier: Uint8Array, content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(earlier.length + content.length);
  let length = 0;
  for (let at = 0; beginsRecord(earlier, at, earlier.length); at += recordHeaderLength + recordLength(earlier, at)) {
    const start = at + recordHeaderLength;
    const part = earlier.subarray(start, start + recordLength(earlier, at));
    whole.set(part, length);
    length += part.length;
  }
  whole.set(content, length);
  const begins = lastMessage(whole, length);
  return whole.subarray(begins, length + content.length);
}

/** Offset of the message that goes on behind `end`: those before it are whole. */
function lastMessage(bytes: Uint8Array, end: number): number {
  let at = 0;
  while (at + handshakeHeaderLength <= end) {
    const next =
      at +
      handshakeHeaderLength +
      ((bytes[at + 1] as number) << 16) +
      ((bytes[at + 2] as number) << 8) +
      (bytes[at + 3] as number);
    if (next > end) break;
    at = next;
  }
  return at;
}
