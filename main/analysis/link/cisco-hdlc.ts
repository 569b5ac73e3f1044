import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { etherTypes } from './ether-types';

// LINKTYPE_C_HDLC (104), tcpdump.org/linktypes: address, control 0, then an EtherType.
const headerLength = 4;
const keepAlive = 0x8035;
const osi = 0xfefe;

const fields = {
  address: field('chdlc.address', 'uint8', 'Address', 'One receiver, or all', {
    base: 'hex',
    values: { 15: 'Unicast', 143: 'Multicast' },
  }),
  control: field('chdlc.control', 'uint8', 'Control', 'Always 0', { base: 'hex' }),
  protocol: field('chdlc.protocol', 'uint16', 'Protocol', 'Protocol of the payload', {
    base: 'hex',
    values: { ...etherTypes, [keepAlive]: 'SLARP', 8192: 'CDP', [osi]: 'OSI network layer' },
  }),
} as const;

export const ciscoHdlc = protocol({
  name: 'chdlc',
  short: 'CHDLC',
  title: 'Cisco HDLC',
  fields,
  registrations: [{ table: 'link', keys: [104, 112] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ciscoHdlc);
    dissection.begin(ciscoHdlc, start, headerLength);
    dissection.number(fields.address, start, 1);
    dissection.number(fields.control, start + 1, 1);
    const type = dissection.number(fields.protocol, start + 2, 2);
    const complete = !dissection.failed;
    dissection.end();
    if (complete && !handOn(dissection, type, start + headerLength, end)) dissection.data(start + headerLength, end);
  },
});

/** SLARP has RARP's EtherType, CDP and OSI have numbers that are no EtherTypes. @returns whether anyone took it */
function handOn(dissection: Dissection, type: number, start: number, end: number): boolean {
  if (type === keepAlive) dissection.nextNamed('slarp', start, end);
  else if (type === 0x2000) return dissection.next('llc.snap.cisco', type, start, end);
  else if (type === osi) {
    // A byte of padding stands before the network layer's identifier.
    return dissection.next('llc.dsap', 0xfe, start + 1, end);
  } else return dissection.next('ethertype', type, start, end);
  return true;
}
