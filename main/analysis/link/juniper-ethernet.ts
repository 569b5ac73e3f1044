import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_JUNIPER_ETHER (178): "MGC", flags, then extensions where the flags say so; then Ethernet, or nothing but IP where the
// link header was left out.
const headerLength = 4;
const magicNumber = 0x4d4743;
const hasExtensions = 0x80;
const withoutLinkHeader = 0x02;

const fields = {
  magic: field('juniper.magic-number', 'uint24', 'Magic number', '', { base: 'hex' }),
  direction: field('juniper.direction', 'uint8', 'Direction', '', {
    base: 'hex',
    mask: 0x01,
    values: { 0: 'Out', 1: 'In' },
  }),
  linkHeader: field('juniper.l2hdr', 'uint8', 'Link header', 'Whether it was kept', {
    base: 'hex',
    mask: 0x02,
    values: { 0: 'Present', 1: 'Absent' },
  }),
  extensions: field('juniper.ext_total_len', 'uint16', 'Extensions', 'Bytes of all of them', { unit: 'bytes' }),
} as const;

export const juniperEthernet = protocol({
  name: 'juniper',
  short: 'Juniper',
  title: 'Juniper Ethernet',
  fields,
  registrations: [{ table: 'link', keys: [178] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(juniperEthernet);
    const head = dissection.begin(juniperEthernet, start, headerLength);
    const magic = dissection.number(fields.magic, start, 3);
    if (magic !== magicNumber) dissection.malformed(start, 'no "MGC" where a Juniper header begins');
    const flags = dissection.peek(start + 3, 1);
    dissection.bits(fields.direction, start + 3, 1, flags);
    dissection.bits(fields.linkHeader, start + 3, 1, flags);
    let payload = start + headerLength;
    if ((flags & hasExtensions) !== 0) payload += 2 + dissection.number(fields.extensions, payload, 2);
    head.length = payload - start;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    // Without its link header, four bytes of protocol number stand before the packet.
    if ((flags & withoutLinkHeader) === 0) dissection.nextNamed('eth', payload, end);
    else dissection.nextNamed('raw', payload + 4, end);
  },
});
