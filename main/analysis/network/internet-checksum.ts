// RFC 1071: the one's complement of the one's complement sum of 16-bit words, with the pseudo-headers of RFC 9293 §3.1
// (IPv4) and RFC 8200 §8.1 (IPv6).

/** How a checksum field compares with the bytes that it covers; the numbers are those of the `*.checksum.status` fields. */
export const ChecksumStatus = { bad: 0, good: 1, unverified: 2 } as const;
export type ChecksumStatus = (typeof ChecksumStatus)[keyof typeof ChecksumStatus];

/** Names of the states, for the fields' tables. */
export const checksumStatusNames = { 0: 'Bad', 1: 'Good', 2: 'Unverified' } as const;

/**
 * Adds bytes to a running sum of 16-bit words. A last odd byte counts as the high one of its word (RFC 1071 §4.1), so only
 * the last run of a sum may have an odd length.
 * @param sum the sum so far, at most 2^32
 */
export function addToSum(sum: number, bytes: Uint8Array, start: number, end: number): number {
  let total = sum;
  let at = start;
  for (; at + 1 < end; at += 2) total += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (at < end) total += (bytes[at] as number) << 8;
  return total;
}

/** Folds a running sum into 16 bits. Over bytes that hold a right checksum it is 0xffff. */
export function foldSum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return folded;
}

/** Whether bytes that hold their own checksum add up (RFC 1071 §1, step 3). */
export const addsUp = (sum: number): boolean => foldSum(sum) === 0xffff;

/**
 * The checksum that belongs into a field.
 * @param sum sum over everything that the checksum covers, the field included
 * @param held what the field holds now
 */
export function checksumFor(sum: number, held: number): number {
  return 0xffff - foldSum(sum + 0xffff - held);
}

/**
 * Sum over the pseudo-header that precedes a transport's header.
 * @param addressBytes where the two addresses lie
 * @param addressLength 4 for IPv4, 16 for IPv6
 * @param transportLength bytes of the transport's header and data
 */
export function pseudoHeaderSum(
  addressBytes: Uint8Array,
  sourceAt: number,
  destinationAt: number,
  addressLength: number,
  protocol: number,
  transportLength: number,
): number {
  const addresses = addToSum(
    addToSum(0, addressBytes, sourceAt, sourceAt + addressLength),
    addressBytes,
    destinationAt,
    destinationAt + addressLength,
  );
  return addresses + protocol + Math.floor(transportLength / 0x10000) + (transportLength % 0x10000);
}
