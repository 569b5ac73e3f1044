import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { addsUp, addToSum, checksumStatusNames } from './internet-checksum';
import { showChecksum } from './shown-checksum';

// RFC 4884 §7 (structure), RFC 4950 (MPLS label stack), RFC 5837 (interface information), RFC 8335 (interface
// identification).
const mplsStack = 1;
const headerLength = 4;
const objectHeader = 4;
/** Senders from before RFC 4884 put the structure behind this many quoted bytes, and say so nowhere (§5.5). */
const oldQuotedLength = 128;

export const icmpExtensionFields = {
  extensions: field('icmp.ext', 'none', 'Extensions', 'What the sender tells beyond the quoted packet'),
  version: field('icmp.ext.version', 'uint8', 'Version', 'Version of the structure', { mask: 0xf0 }),
  reserved: field('icmp.ext.res', 'uint16', 'Reserved', 'Must be zero', { base: 'hex', mask: 0x0fff }),
  checksum: field('icmp.ext.checksum', 'uint16', 'Checksum', 'Checksum over the structure', { base: 'hex' }),
  checksumStatus: field('icmp.ext.checksum.status', 'uint8', 'Checksum status', 'Whether the checksum is right', {
    generated: true,
    values: checksumStatusNames,
  }),
  length: field('icmp.ext.length', 'uint16', 'Length', 'Bytes of the object, its header counted', { unit: 'bytes' }),
  class: field('icmp.ext.class', 'uint8', 'Class', 'Kind of object', {
    values: { 1: 'MPLS Label Stack', 2: 'Interface Information', 3: 'Interface Identification' },
  }),
  classType: field('icmp.ext.ctype', 'uint8', 'C-Type', 'Kind within the class'),
  data: field('icmp.ext.data', 'bytes', 'Data', 'Data of the object'),
  label: field('icmp.mpls.label', 'uint24', 'Label', 'MPLS label', { mask: 0xfffff0 }),
  experimental: field('icmp.mpls.exp', 'uint24', 'Traffic class', 'Traffic class', { mask: 0x00000e }),
  bottom: field('icmp.mpls.s', 'boolean', 'Bottom of stack', 'The last label', { mask: 0x000001 }),
  labelTtl: field('icmp.mpls.ttl', 'uint8', 'Time to Live', 'TTL of the label'),
} as const;

/**
 * Where the quoted packet of an error ends and its extensions begin.
 * @param quotedLength length that the header gives, in bytes; 0 where it gives none
 * @returns `end` where there are no extensions
 */
export function extensionsStart(dissection: Dissection, quote: number, end: number, quotedLength: number): number {
  if (quotedLength > 0) return Math.min(end, quote + quotedLength);
  const at = quote + oldQuotedLength;
  const isStructure =
    end <= dissection.limit &&
    at + headerLength + objectHeader <= end &&
    (dissection.bytes[at] as number) >> 4 === 2 &&
    addsUp(addToSum(0, dissection.bytes, at, end));
  return isStructure ? at : end;
}

/** Shows the extension structure between `start` and `end`. */
export function readExtensions(dissection: Dissection, start: number, end: number): void {
  if (start >= end || dissection.failed) return;
  const fields = icmpExtensionFields;
  dissection.group(fields.extensions, start, end - start);
  const word = dissection.peek(start, 2);
  dissection.bits(fields.version, start, 1, word >> 8);
  dissection.bits(fields.reserved, start, 2, word);
  showChecksum(dissection, fields, start + 2, start, end);
  let at = start + headerLength;
  while (at + objectHeader <= end && !dissection.failed) {
    const length = dissection.number(fields.length, at, 2);
    const kind = dissection.number(fields.class, at + 2, 1);
    dissection.number(fields.classType, at + 3, 1);
    if (length < objectHeader || at + length > end) {
      dissection.malformed(at, `object of ${length} bytes where ${end - at} are left`);
    } else readObject(dissection, kind, at + objectHeader, at + length);
    at += length;
  }
  dissection.end();
}

function readObject(dissection: Dissection, kind: number, start: number, end: number): void {
  if (kind !== mplsStack) {
    if (end > start) dissection.octets(icmpExtensionFields.data, start, end - start);
    return;
  }
  for (let at = start; at + 4 <= end && !dissection.failed; at += 4) {
    const entry = dissection.peek(at, 3);
    const parts: Field[] = [icmpExtensionFields.label, icmpExtensionFields.experimental, icmpExtensionFields.bottom];
    for (const part of parts) dissection.bits(part, at, 3, entry);
    dissection.number(icmpExtensionFields.labelTtl, at + 3, 1);
  }
}
