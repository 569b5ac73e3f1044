import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_IPNET (226), tcpdump.org/linktypes: Solaris's own tap for IP.
const headerLength = 24;
const families = { 2: 'IPv4', 26: 'IPv6' };

const fields = {
  version: field('ipnet.version', 'uint8', 'Version', 'Of this header'),
  family: field('ipnet.family', 'uint8', 'Family', 'Address family of the payload', { values: families }),
  hook: field('ipnet.htype', 'uint16', 'Hook', 'Where the packet was seen', {
    values: { 0: 'Inbound', 1: 'Outbound', 2: 'Local' },
  }),
  length: field('ipnet.pktlen', 'uint32', 'Length', 'Bytes of the packet', { unit: 'bytes' }),
  interface: field('ipnet.ifindex', 'uint32', 'Interface index', ''),
  group: field('ipnet.grifindex', 'uint32', 'Group interface index', ''),
  sourceZone: field('ipnet.zsrc', 'uint32', 'Source zone', ''),
  destinationZone: field('ipnet.zdst', 'uint32', 'Destination zone', ''),
} as const;

export const solarisIpnet = protocol({
  name: 'ipnet',
  short: 'IPNET',
  title: 'Solaris ipnet',
  fields,
  registrations: [{ table: 'link', keys: [226] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(solarisIpnet);
    dissection.begin(solarisIpnet, start, headerLength);
    dissection.number(fields.version, start, 1);
    const family = dissection.number(fields.family, start + 1, 1);
    dissection.number(fields.hook, start + 2, 2);
    dissection.number(fields.length, start + 4, 4);
    dissection.number(fields.interface, start + 8, 4);
    dissection.number(fields.group, start + 12, 4);
    dissection.number(fields.sourceZone, start + 16, 4);
    dissection.number(fields.destinationZone, start + 20, 4);
    const complete = !dissection.failed;
    dissection.end();
    const payload = start + headerLength;
    const type = family === 2 ? 0x0800 : family === 26 ? 0x86dd : -1;
    if (complete && (type < 0 || !dissection.next('ethertype', type, payload, end))) dissection.data(payload, end);
  },
});
