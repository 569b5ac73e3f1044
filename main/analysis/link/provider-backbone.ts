import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { nextByEtherType } from './ether-payload';

// IEEE 802.1ah (802.1Q-2018 §9.7), the I-TAG: four bytes of it, then the customer's addresses, EtherType and payload.
const tagLength = 4;
const addressLength = 6;
const headerLength = tagLength + 2 * addressLength + 2;

const fields = {
  priority: field('ieee8021ah.priority', 'uint32', 'Priority', 'I-PCP', { mask: 0xe0000000 }),
  dropEligible: field('ieee8021ah.drop', 'uint32', 'Drop eligible', 'I-DEI', { mask: 0x10000000 }),
  customerAddresses: field('ieee8021ah.nca', 'uint32', 'No customer addresses', 'UCA', { mask: 0x08000000 }),
  service: field('ieee8021ah.isid', 'uint32', 'Service (I-SID)', 'Whose traffic it is', { mask: 0x00ffffff }),
  destination: field('ieee8021ah.cdst', 'ether', 'Customer destination', "Address in the customer's network"),
  source: field('ieee8021ah.csrc', 'ether', 'Customer source', "Address in the customer's network"),
  type: field('ieee8021ah.etype', 'uint16', 'Type', 'EtherType of the payload', { base: 'hex' }),
} as const;

export const providerBackbone = protocol({
  name: 'ieee8021ah',
  short: '802.1ah',
  title: 'IEEE 802.1ah',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x88e7] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(providerBackbone);
    const head = dissection.begin(providerBackbone, start, headerLength);
    const tag = dissection.peek(start, tagLength);
    dissection.bits(fields.priority, start, tagLength, tag);
    dissection.bits(fields.dropEligible, start, tagLength, tag);
    dissection.bits(fields.customerAddresses, start, tagLength, tag);
    const service = dissection.bits(fields.service, start, tagLength, tag);
    head.text = () => `IEEE 802.1ah, I-SID ${service}`;
    dissection.describe(() => `I-SID ${service}`);
    dissection.octets(fields.destination, start + tagLength, addressLength);
    dissection.octets(fields.source, start + tagLength + addressLength, addressLength);
    const type = dissection.number(fields.type, start + headerLength - 2, 2);
    const complete = !dissection.failed;
    dissection.end();
    const payload = start + headerLength;
    if (complete) nextByEtherType(dissection, type, payload, end);
  },
});
