import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';

// ISO 9314-2 §7: frame control, destination, source; LLC frames have frame control 50 to 5F.
const headerLength = 13;

const fields = {
  control: field('fddi.fc', 'uint8', 'Frame control', 'Kind of frame', { base: 'hex' }),
  destination: field('fddi.dst', 'ether', 'Destination', 'Address the frame is sent to'),
  source: field('fddi.src', 'ether', 'Source', 'Address of the sender'),
  address: field('fddi.addr', 'ether', 'Address', 'Source or destination address', { hidden: true }),
} as const;

export const fddi = protocol({
  name: 'fddi',
  short: 'FDDI',
  title: 'Fiber Distributed Data Interface',
  fields,
  registrations: [{ table: 'link', keys: [10] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(fddi);
    dissection.begin(fddi, start, headerLength);
    const control = dissection.number(fields.control, start, 1);
    for (const [at, which] of [
      [start + 1, fields.destination],
      [start + 7, fields.source],
    ] as const) {
      dissection.add(fields.address, at, 6, dissection.octets(which, at, 6));
    }
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    if (!dissection.quoted) {
      dissection.summary.setAddresses(AddressFamily.ethernet, dissection.bytes, start + 7, start + 1);
    }
    if (control >> 4 === 5) dissection.nextNamed('llc', start + headerLength, end);
    else dissection.data(start + headerLength, end);
  },
});
