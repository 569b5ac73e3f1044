import type { Dissection } from '../dissection';
import { addressLength } from '../packet-summary';

/** What tshark's `*.checksum.status` fields hold. */
export const ChecksumStatus = { bad: 0, good: 1, unverified: 2, notPresent: 3 } as const;
export const checksumStatusNames = { 0: 'Bad', 1: 'Good', 2: 'Unverified', 3: 'Not present' } as const;

/** Sum of 16-bit words, carries folded in; an odd last byte counts as the high half of a word (RFC 1071). */
function sum(bytes: Uint8Array, start: number, end: number, initial: number): number {
  let total = initial;
  for (let at = start; at < end; at += 2) {
    total += ((bytes[at] as number) << 8) | (at + 1 < end ? (bytes[at + 1] as number) : 0);
    if (total > 0xffff) total = (total & 0xffff) + 1;
  }
  return total;
}

/**
 * Sums a segment under the pseudo header of the IP header that carries it (RFC 9293 §3.1, RFC 8200 §8.1).
 * @param length the segment's length in the pseudo header; `covered` bytes of it are summed (fewer in UDP-Lite)
 * @returns 0 where the checksum in the segment is right, else what is added to it to make it right; null where it cannot be
 * told: bytes are missing, or the addresses are not at hand
 */
export function checksumError(
  dissection: Dissection,
  protocol: number,
  start: number,
  length: number,
  covered = length,
): number | null {
  const { addressBytes, addressFamily, sourceAt, destinationAt } = dissection.summary;
  const size = addressLength(addressFamily);
  if (dissection.quoted || size < 4 || size === 6 || start + covered > dissection.limit) return null;
  let total = protocol + (length & 0xffff) + (length >>> 16);
  if (total > 0xffff) total = (total & 0xffff) + 1;
  total = sum(addressBytes, sourceAt, sourceAt + size, total);
  total = sum(addressBytes, destinationAt, destinationAt + size, total);
  return 0xffff - sum(dissection.bytes, start, start + covered, total);
}

/** The checksum that the segment should have carried instead of `found`. */
export const rightChecksum = (found: number, error: number): number => {
  const total = found + error;
  return total > 0xffff ? (total & 0xffff) + 1 : total;
};
