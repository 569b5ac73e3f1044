import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';
import { etherTypes } from './ether-types';

// IEEE 802.3-2022 clause 3: destination, source, then a type (>= 1536) or the length of the LLC data that follows.
const headerLength = 14;
const smallestType = 0x0600;

const fields = {
  destination: field('eth.dst', 'ether', 'Destination', 'Address the frame is sent to'),
  source: field('eth.src', 'ether', 'Source', 'Address of the sender'),
  address: field('eth.addr', 'ether', 'Address', 'Source or destination address', { hidden: true }),
  type: field('eth.type', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
  length: field('eth.len', 'uint16', 'Length', 'Bytes of LLC data that follow', { unit: 'bytes' }),
  trailer: field('eth.trailer', 'bytes', 'Trailer', 'Bytes behind the payload: padding, or what a switch appended'),
} as const;

export const ethernet = protocol({
  name: 'eth',
  short: 'Ethernet',
  title: 'Ethernet II',
  fields,
  registrations: [{ table: 'link', keys: [1] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ethernet);
    dissection.begin(ethernet, start, headerLength);
    if (dissection.has(start, 12) && !dissection.quoted) {
      dissection.summary.setAddresses(AddressFamily.ethernet, dissection.bytes, start + 6, start);
    }
    addAddress(dissection, fields.destination, start);
    addAddress(dissection, fields.source, start + 6);
    const typeOrLength = dissection.peek(start + 12, 2);
    const payload = start + headerLength;
    if (typeOrLength >= smallestType) {
      dissection.add(fields.type, start + 12, 2, typeOrLength);
      dissection.end();
      if (!dissection.next('ethertype', typeOrLength, payload, end)) dissection.data(payload, end);
      return;
    }
    dissection.add(fields.length, start + 12, 2, typeOrLength);
    dissection.end();
    dissection.nextNamed('llc', payload, Math.min(end, payload + typeOrLength));
  },

  scan(scan: PacketScan, start: number, end: number): void {
    if (start + headerLength > scan.limit) {
      scan.needsDissector = true;
      return;
    }
    const type = scan.view.getUint16(start + 12);
    if (type < smallestType) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = ethernet.index;
    scan.setAddresses(AddressFamily.ethernet, scan.bytes, start + 6, start);
    scan.next('ethertype', type, start + headerLength, end);
  },
});

function addAddress(dissection: Dissection, which: typeof fields.source, start: number): void {
  const address = dissection.octets(which, start, 6);
  dissection.add(fields.address, start, 6, address);
}
