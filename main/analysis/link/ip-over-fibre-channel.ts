import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { AddressFamily } from '../packet-summary';
import { protocol } from '../protocol';

// RFC 2625 §3: a network header with two world wide names, whose last six bytes are MAC addresses; then LLC.
const headerLength = 16;

const fields = {
  destination: field('ipfc.nh.da', 'eui64', 'Destination', 'World wide name of the receiver'),
  source: field('ipfc.nh.sa', 'eui64', 'Source', 'World wide name of the sender'),
} as const;

export const ipOverFibreChannel = protocol({
  name: 'ipfc',
  short: 'IP/FC',
  title: 'IP over Fibre Channel',
  fields,
  registrations: [{ table: 'link', keys: [122] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ipOverFibreChannel);
    dissection.begin(ipOverFibreChannel, start, headerLength);
    dissection.octets(fields.destination, start, 8);
    dissection.octets(fields.source, start + 8, 8);
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    if (!dissection.quoted) {
      dissection.summary.setAddresses(AddressFamily.ethernet, dissection.bytes, start + 10, start + 2);
    }
    dissection.nextNamed('llc', start + headerLength, end);
  },
});
