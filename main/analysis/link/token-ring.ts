import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';

// IEEE 802.5 §3.2: access control, frame control, addresses; a source address with its first bit set brings a route.
const headerLength = 14;
const routeMask = 0x1f;

const fields = {
  access: field('tr.ac', 'uint8', 'Access control', 'Priority, token, monitor', { base: 'hex' }),
  control: field('tr.fc', 'uint8', 'Frame control', 'Kind of frame', { base: 'hex' }),
  destination: field('tr.dst', 'ether', 'Destination', 'Address the frame is sent to'),
  source: field('tr.src', 'ether', 'Source', 'Address of the sender'),
  routed: field('tr.sr', 'boolean', 'Source routed', 'A route follows'),
  routeLength: field('tr.rif_bytes', 'uint8', 'Route length', '', { unit: 'bytes' }),
} as const;

export const tokenRing = protocol({
  name: 'tr',
  short: 'TR',
  title: 'Token Ring',
  fields,
  registrations: [{ table: 'link', keys: [6] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(tokenRing);
    const head = dissection.begin(tokenRing, start, headerLength);
    dissection.number(fields.access, start, 1);
    const control = dissection.number(fields.control, start + 1, 1);
    dissection.octets(fields.destination, start + 2, 6);
    const source = dissection.octets(fields.source, start + 8, 6);
    const routed = ((source[0] ?? 0) & 0x80) !== 0;
    dissection.add(fields.routed, start + 8, 1, routed);
    let payload = start + headerLength;
    if (routed) {
      const length = dissection.peek(payload, 1) & routeMask;
      dissection.add(fields.routeLength, payload, 1, length);
      payload += length;
    }
    head.length = payload - start;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    if (!dissection.quoted) {
      dissection.summary.setAddresses(AddressFamily.ethernet, dissection.bytes, start + 8, start + 2);
    }
    if (control >> 6 === 1) dissection.nextNamed('llc', payload, end);
    else dissection.data(payload, end);
  },
});
