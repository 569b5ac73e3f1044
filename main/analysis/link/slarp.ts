import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { ipv4Text } from '../network/address-text';
import { protocol } from '../protocol';

// Cisco's Serial Line Address Resolution Protocol: asks for an address, and keeps the line alive.
const packetLength = 14;
const keepAlive = 2;
const kinds = { 0: 'Request', 1: 'Reply', 2: 'Keep-alive' };

const fields = {
  type: field('slarp.ptype', 'uint32', 'Packet type', 'Request, reply or keep-alive', { values: kinds }),
  address: field('slarp.address', 'ipv4', 'Address', 'Address of the sender'),
  mask: field('slarp.netmask', 'ipv4', 'Netmask', 'Mask of its network'),
  sent: field('slarp.mysequence', 'uint32', 'Outgoing sequence number', 'Number of this keep-alive'),
  seen: field('slarp.yoursequence', 'uint32', 'Returned sequence number', 'Number of the last one seen'),
  reliability: field('slarp.reliability', 'uint16', 'Reliability', 'Always FFFF', { base: 'hex' }),
} as const;

export const slarp = protocol({
  name: 'slarp',
  short: 'SLARP',
  title: 'Cisco SLARP',
  fields,

  dissect(dissection: Dissection, start: number): void {
    dissection.claim(slarp);
    dissection.begin(slarp, start, packetLength);
    const type = dissection.number(fields.type, start, 4);
    const name = (kinds as Record<number, string>)[type] ?? `type ${type}`;
    if (type === keepAlive) {
      const sent = dissection.number(fields.sent, start + 4, 4);
      const seen = dissection.number(fields.seen, start + 8, 4);
      dissection.describe(() => `${name}, sent ${sent}, seen ${seen}`);
    } else {
      const address = dissection.ipv4(fields.address, start + 4);
      const mask = dissection.ipv4(fields.mask, start + 8);
      dissection.describe(() => `${name}, ${ipv4Text(address)}, mask ${ipv4Text(mask)}`);
    }
    dissection.number(fields.reliability, start + 12, 2);
    dissection.end();
  },
});
