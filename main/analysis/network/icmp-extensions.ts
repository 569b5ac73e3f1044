import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { addsUp, addToSum, checksumStatusNames } from './internet-checksum';
import { showChecksum } from './shown-checksum';

// RFC 4884 §7 (structure), RFC 4950 (MPLS label stack), RFC 5837 (interface information), RFC 8335 (interface
// identification).
const mplsStack = 1;
const interfaceInformation = 2;
const interfaceIdentification = 3;
/** IANA "Address Family Numbers". */
const ipv4Family = 1;
const ipv6Family = 2;
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
  index: field('icmp.int_info.index', 'uint32', 'Interface Index', 'Number of the interface'),
  family: field('icmp.int_info.afi', 'uint16', 'Address Family', 'Family of the address'),
  ipv4: field('icmp.int_info.ipv4', 'ipv4', 'Address', 'Address of the interface'),
  ipv6: field('icmp.int_info.ipv6', 'ipv6', 'Address', 'Address of the interface'),
  name: field('icmp.int_info.name', 'string', 'Name', 'Name of the interface'),
  mtu: field('icmp.int_info.mtu', 'uint32', 'MTU', 'Largest packet of the interface'),
  askedName: field('icmp.int_ident.name', 'string', 'Name', 'Name of the interface that is asked for'),
  askedIndex: field('icmp.int_ident.index', 'uint32', 'Interface Index', 'Number of the interface that is asked for'),
  askedFamily: field('icmp.int_ident.afi', 'uint16', 'Address Family', 'Family of the address'),
  askedLength: field('icmp.int_ident.addr_length', 'uint8', 'Address Length', 'Bytes of the address'),
  askedIpv4: field('icmp.int_ident.ipv4', 'ipv4', 'Address', 'Address that is asked for'),
  askedIpv6: field('icmp.int_ident.ipv6', 'ipv6', 'Address', 'Address that is asked for'),
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
    const classType = dissection.number(fields.classType, at + 3, 1);
    if (length < objectHeader || at + length > end) {
      dissection.malformed(at, `object of ${length} bytes where ${end - at} are left`);
    } else readObject(dissection, kind, classType, at + objectHeader, at + length);
    at += length;
  }
  dissection.end();
}

function readObject(dissection: Dissection, kind: number, classType: number, start: number, end: number): void {
  if (kind === mplsStack) readLabels(dissection, start, end);
  else if (kind === interfaceInformation) readInterfaceInformation(dissection, classType, start, end);
  else if (kind === interfaceIdentification) readInterfaceIdentification(dissection, classType, start, end);
  else if (end > start) dissection.octets(icmpExtensionFields.data, start, end - start);
}

function readLabels(dissection: Dissection, start: number, end: number): void {
  for (let at = start; at + 4 <= end && !dissection.failed; at += 4) {
    const entry = dissection.peek(at, 3);
    const parts: Field[] = [icmpExtensionFields.label, icmpExtensionFields.experimental, icmpExtensionFields.bottom];
    for (const part of parts) dissection.bits(part, at, 3, entry);
    dissection.number(icmpExtensionFields.labelTtl, at + 3, 1);
  }
}

/** The bits of the class type tell which parts are there, in this order (RFC 5837 §4.1). */
function readInterfaceInformation(dissection: Dissection, present: number, start: number, end: number): void {
  const fields = icmpExtensionFields;
  let at = start;
  if ((present & 0x08) !== 0 && at + 4 <= end) {
    dissection.number(fields.index, at, 4);
    at += 4;
  }
  if ((present & 0x04) !== 0 && at + 4 <= end) {
    const family = dissection.number(fields.family, at, 2);
    at += 4;
    if (family === ipv4Family && at + 4 <= end) dissection.ipv4(fields.ipv4, at);
    else if (family === ipv6Family && at + 16 <= end) dissection.octets(fields.ipv6, at, 16);
    at += family === ipv4Family ? 4 : 16;
  }
  if ((present & 0x02) !== 0 && at < end) {
    // The first byte counts itself.
    const length = Math.max(1, dissection.peek(at, 1));
    if (at + length <= end) dissection.add(fields.name, at + 1, length - 1, text(dissection, at + 1, at + length));
    at += length;
  }
  if ((present & 0x01) !== 0 && at + 4 <= end) dissection.number(fields.mtu, at, 4);
}

/** By name, by index, or by address (RFC 8335 §2.1). */
function readInterfaceIdentification(dissection: Dissection, classType: number, start: number, end: number): void {
  const fields = icmpExtensionFields;
  if (classType === 1) dissection.add(fields.askedName, start, end - start, text(dissection, start, end));
  else if (classType === 2 && end - start >= 4) dissection.number(fields.askedIndex, start, 4);
  else if (classType === 3 && end - start >= 8) {
    const family = dissection.number(fields.askedFamily, start, 2);
    dissection.number(fields.askedLength, start + 2, 1);
    if (family === ipv4Family) dissection.ipv4(fields.askedIpv4, start + 4);
    else if (family === ipv6Family) dissection.octets(fields.askedIpv6, start + 4, 16);
  } else if (end > start) dissection.octets(fields.data, start, end - start);
}

const decoder = new TextDecoder();

function text(dissection: Dissection, start: number, end: number): string {
  if (!dissection.has(start, end - start)) return '';
  return decoder.decode(dissection.bytes.subarray(start, end)).replace(/\0+$/, '');
}
