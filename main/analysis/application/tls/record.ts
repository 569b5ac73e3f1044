// RFC 8446 §5.1, RFC 5246 §6.2: content type, version, length, content.
export const recordHeaderLength = 5;
/** Ciphertext may be 2^14 + 2048 bytes long (RFC 5246 §6.2.3). */
const longestRecord = 16_384 + 2048;
export const recordContent = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const;

/** Whether a record begins here: a known type, version 3.x, and a length that can be. */
export function beginsRecord(bytes: Uint8Array, start: number, end: number): boolean {
  const type = bytes[start] as number;
  if (type < recordContent.changeCipherSpec || type > recordContent.heartbeat || start + recordHeaderLength > end) {
    return false;
  }
  if (bytes[start + 1] !== 3 || (bytes[start + 2] as number) > 4) return false;
  const length = recordLength(bytes, start);
  return length > 0 && length <= longestRecord;
}

/** Bytes of the record's content. */
export const recordLength = (bytes: Uint8Array, start: number): number =>
  ((bytes[start + 3] as number) << 8) | (bytes[start + 4] as number);

/**
 * Whether a handshake record's content is a hello and nothing else: that goes in the clear even behind a Change Cipher Spec, as
 * after a Hello Retry Request (RFC 8446 §D.4).
 * @param start offset of the content
 */
export function isPlainHello(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 40 || (bytes[start] !== 1 && bytes[start] !== 2)) return false;
  const length =
    ((bytes[start + 1] as number) << 16) | ((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number);
  return length + 4 === end - start && bytes[start + 4] === 3 && (bytes[start + 5] as number) <= 4;
}
