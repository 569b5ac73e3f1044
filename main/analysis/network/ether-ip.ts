import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 3378: Ethernet in IP. Four bits of version, which is 3, and twelve that are 0; then the frame.
const headerLength = 2;

const fields = {
  version: field('etherip.ver', 'uint16', 'Version', 'Always 3', { mask: 0xf000 }),
  reserved: field('etherip.reserved', 'uint16', 'Reserved', 'Always 0', { base: 'hex', mask: 0x0fff }),
} as const;

export const etherIp = protocol({
  name: 'etherip',
  short: 'EtherIP',
  title: 'Ethernet over IP',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [97] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(etherIp);
    dissection.begin(etherIp, start, headerLength);
    const header = dissection.peek(start, headerLength);
    dissection.bits(fields.version, start, headerLength, header);
    dissection.bits(fields.reserved, start, headerLength, header);
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.nextNamed('eth', start + headerLength, end);
  },
});
