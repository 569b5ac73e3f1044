import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// CACE's PPI Packet Header 1.0.7: little-endian; fields of a type, a length and a value; then a packet of the link type named.
const headerLength = 8;
const fieldHeaderLength = 4;

const wirelessLink = 105;
/** The field of 802.11 that has a time of 8 bytes, and then flags. */
const wirelessCommon = 2;
const wirelessCommonLength = 20;
const wirelessFlagsAt = fieldHeaderLength + 8;
const hasCheckSequence = 0x1;
const checkSequenceLength = 4;

const fieldTypes = {
  2: '802.11 common',
  3: '802.11n MAC extensions',
  4: '802.11n MAC and PHY extensions',
  5: 'Spectrum map',
  6: 'Process information',
  7: 'Capture information',
  8: 'Aggregation',
  9: '802.3',
  30002: 'GPS',
};

const fields = {
  version: field('ppi.version', 'uint8', 'Version', ''),
  flags: field('ppi.flags', 'uint8', 'Flags', 'Whether fields are aligned', { base: 'hex' }),
  length: field('ppi.length', 'uint16', 'Header length', 'Bytes of the header and its fields', { unit: 'bytes' }),
  linkType: field('ppi.dlt', 'uint32', 'Link type', 'LINKTYPE_ number of the packet'),
  type: field('ppi.field_type', 'uint16', 'Field type', '', { values: fieldTypes }),
  fieldLength: field('ppi.field_len', 'uint16', 'Field length', '', { unit: 'bytes' }),
} as const;

export const perPacketInformation = protocol({
  name: 'ppi',
  short: 'PPI',
  title: 'Per-Packet Information',
  fields,
  registrations: [{ table: 'link', keys: [192] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(perPacketInformation);
    const head = dissection.begin(perPacketInformation, start, headerLength);
    dissection.number(fields.version, start, 1);
    const aligned = (dissection.number(fields.flags, start + 1, 1) & 1) === 1;
    const length = dissection.has(start, headerLength) ? dissection.view.getUint16(start + 2, true) : 0;
    dissection.add(fields.length, start + 2, 2, length);
    const linkType = dissection.has(start, headerLength) ? dissection.view.getUint32(start + 4, true) : 0;
    dissection.add(fields.linkType, start + 4, 4, linkType);
    if (length < headerLength)
      dissection.malformed(start + 2, `header length ${length}, must be at least ${headerLength}`);
    head.length = length;
    const kept = readFields(dissection, start + headerLength, start + length, aligned);
    const packet = start + length;
    const packetEnd = linkType === wirelessLink ? Math.max(packet, end - kept) : end;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    dissection.protocolNames.push('pcap_pktdata');
    if (!dissection.next('link', linkType, packet, packetEnd)) dissection.data(packet, packetEnd);
  },
});

/** @returns how many bytes of the frame are its check sequence (§4.1.2: 802.11 common, flags) */
function readFields(dissection: Dissection, start: number, end: number, aligned: boolean): number {
  let at = start;
  let kept = 0;
  while (at < end && dissection.has(at, fieldHeaderLength)) {
    const type = dissection.view.getUint16(at, true);
    dissection.add(fields.type, at, 2, type);
    const length = dissection.view.getUint16(at + 2, true);
    dissection.add(fields.fieldLength, at + 2, 2, length);
    const isCommon = type === wirelessCommon && length >= wirelessCommonLength && at + 4 + length <= end;
    if (isCommon && dissection.has(at + wirelessFlagsAt, 2)) {
      const flags = dissection.view.getUint16(at + wirelessFlagsAt, true);
      kept = (flags & hasCheckSequence) !== 0 ? checkSequenceLength : 0;
    }
    at += fieldHeaderLength + (aligned ? (length + 3) & ~3 : length);
  }
  return kept;
}
