import type { Dissection } from '../dissection';
import type { Field } from '../fields/field';
import { AddressFamily } from '../packet-summary';
import { addsUp, addToSum, ChecksumStatus, checksumFor, pseudoHeaderSum } from './internet-checksum';

/**
 * Shows the checksum of a message that covers all of itself, and whether it is right. Network cards do not compute these,
 * so they are verified whatever the settings say.
 * @param at offset of the checksum
 * @param start offset of the message
 * @param end where the message ends; not verified where that was not captured
 * @param pseudoHeader sum over what precedes the message (RFC 8200 §8.1); null where it is not known
 */
export function showChecksum(
  dissection: Dissection,
  fields: { readonly checksum: Field; readonly checksumStatus: Field },
  at: number,
  start: number,
  end: number,
  pseudoHeader: number | null = 0,
): void {
  const checksum = dissection.peek(at, 2);
  const node = dissection.add(fields.checksum, at, 2, checksum);
  if (dissection.quoted || end > dissection.limit || pseudoHeader === null || dissection.failed) {
    dissection.add(fields.checksumStatus, at, 2, ChecksumStatus.unverified);
    return;
  }
  const sum = addToSum(pseudoHeader, dissection.bytes, start, end);
  const right = addsUp(sum);
  const expected = checksumFor(sum, checksum).toString(16).padStart(4, '0');
  node.note = right ? '(correct)' : `(incorrect, should be 0x${expected})`;
  dissection.add(fields.checksumStatus, at, 2, right ? ChecksumStatus.good : ChecksumStatus.bad);
}

/** Sum over the pseudo-header of a message in IPv6; null inside anything else. */
export function ipv6PseudoHeader(dissection: Dissection, protocol: number, length: number): number | null {
  const { addressFamily, addressBytes, sourceAt, destinationAt } = dissection.summary;
  if (addressFamily !== AddressFamily.ipv6) return null;
  return pseudoHeaderSum(addressBytes, sourceAt, destinationAt, 16, protocol, length);
}
