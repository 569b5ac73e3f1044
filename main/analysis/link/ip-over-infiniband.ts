import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { etherTypes } from './ether-types';

// LINKTYPE_IPOIB (242), tcpdump.org/linktypes: a global routing header's room with the destination in it, then RFC 4391 §6.
const addressLength = 40;
const headerLength = 44;

const fields = {
  destination: field('ipoib.daddr.qpn', 'uint24', 'Destination queue pair', '', { base: 'hex' }),
  gid: field('ipoib.dgid', 'ipv6', 'Destination GID', 'Global identifier of the port'),
  type: field('ipoib.type', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
  reserved: field('ipoib.reserved', 'uint16', 'Reserved', '', { base: 'hex' }),
} as const;

export const ipOverInfiniband = protocol({
  name: 'ipoib',
  short: 'IPoIB',
  title: 'IP over InfiniBand',
  fields,
  registrations: [{ table: 'link', keys: [242] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ipOverInfiniband);
    dissection.begin(ipOverInfiniband, start, headerLength);
    dissection.number(fields.destination, start + 21, 3);
    dissection.octets(fields.gid, start + 24, 16);
    const type = dissection.number(fields.type, start + addressLength, 2);
    dissection.number(fields.reserved, start + addressLength + 2, 2);
    const complete = !dissection.failed;
    dissection.end();
    const payload = start + headerLength;
    if (complete && !dissection.next('ethertype', type, payload, end)) dissection.data(payload, end);
  },
});
