import type { Dissection } from '../dissection';
import type { Field } from '../fields/field';
import { addToSum, ChecksumStatus, checksumFor, foldSum, pseudoHeaderSum } from '../network/internet-checksum';
import { AddressFamily, addressLength } from '../packet-summary';

/** ChecksumStatus of a header that carries no checksum, as UDP may over IPv4 (RFC 768). */
const checksumNotPresent = 3;
/** A zero where the transport demands a checksum: UDP over IPv6 (RFC 8200 §8.1), and UDP-Lite (RFC 3828 §3.1). */
const checksumIllegal = 4;
export const segmentChecksumNames = {
  0: 'Bad',
  1: 'Good',
  2: 'Unverified',
  3: 'Not present',
  4: 'Illegal',
} as const;

export interface ChecksumFields {
  readonly checksum: Field;
  readonly checksumStatus: Field;
  readonly checksumCalculated: Field;
}

/** The bytes under a checksum. */
export interface Checksummed {
  /** IP protocol number of the pseudo header. */
  readonly protocol: number;
  /** Offset of the segment's first byte. */
  readonly start: number;
  /** The segment's length, as the pseudo header has it. */
  readonly length: number;
  /** Bytes of the segment that are summed: fewer than `length` in UDP-Lite. */
  readonly covered: number;
  /** What a zero stands for: no checksum where IP's own allows that, a checksum like any other, or a fault. */
  readonly zero: 'none' | 'checksum' | 'fault';
  /** Verified even where that is not asked for. */
  readonly always?: boolean;
}

/** Adds the checksum at `at`, and whether it is right where that is asked for and can be told. */
export function addChecksum(dissection: Dissection, fields: ChecksumFields, at: number, over: Checksummed): void {
  const found = dissection.number(fields.checksum, at, 2);
  if (found === 0 && over.zero !== 'checksum') {
    const mayLack = over.zero === 'none' && dissection.summary.addressFamily !== AddressFamily.ipv6;
    dissection.add(fields.checksumStatus, at, 0, mayLack ? checksumNotPresent : checksumIllegal);
    return;
  }
  const sum = sumOver(dissection, over);
  if (sum === null) {
    dissection.add(fields.checksumStatus, at, 0, ChecksumStatus.unverified);
    return;
  }
  const isRight = foldSum(sum) === 0xffff;
  dissection.add(fields.checksumStatus, at, 0, isRight ? ChecksumStatus.good : ChecksumStatus.bad);
  const calculated = checksumFor(sum, found);
  const node = dissection.add(fields.checksumCalculated, at, 2, calculated);
  if (!isRight) node.note = `(incorrect, holds 0x${found.toString(16).padStart(4, '0')})`;
}

/** @returns null where it is not asked for, bytes are missing, or the IP header's addresses are not at hand */
function sumOver(dissection: Dissection, { protocol, start, length, covered, always }: Checksummed): number | null {
  const { addressBytes, addressFamily, sourceAt, destinationAt } = dissection.summary;
  const isIp = addressFamily === AddressFamily.ipv4 || addressFamily === AddressFamily.ipv6;
  if (!always && !dissection.context.verifyChecksums) return null;
  if (dissection.quoted || !isIp) return null;
  if (start + covered > dissection.limit) return null;
  const size = addressLength(addressFamily);
  const header = pseudoHeaderSum(addressBytes, sourceAt, destinationAt, size, protocol, length);
  return addToSum(header, dissection.bytes, start, start + covered);
}
