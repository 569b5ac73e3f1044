import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { nextByEtherType } from './ether-payload';
import { priorities } from './vlan-priorities';

// IEEE 802.1ad, now IEEE 802.1Q-2022 §9.6: the service tag, in front of the customer's own.
const tagLength = 4;

const fields = {
  priority: field('ieee8021ad.priority', 'uint16', 'Priority', 'Priority code point', {
    mask: 0xe000,
    values: priorities,
  }),
  dropEligible: field('ieee8021ad.dei', 'uint16', 'Drop eligible', 'May be dropped first when queues are full', {
    mask: 0x1000,
  }),
  id: field('ieee8021ad.id', 'uint16', 'ID', 'Service VLAN identifier', { mask: 0x0fff }),
} as const;

export const serviceVlan = protocol({
  name: 'ieee8021ad',
  short: '802.1ad',
  title: 'IEEE 802.1ad service tag',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x88a8] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(serviceVlan);
    const head = dissection.begin(serviceVlan, start, tagLength);
    const tag = dissection.peek(start, 2);
    head.text = () => `802.1ad service tag, ID ${tag & 0xfff}, priority ${tag >> 13}`;
    dissection.bits(fields.priority, start, 2, tag);
    dissection.bits(fields.dropEligible, start, 2, tag);
    dissection.bits(fields.id, start, 2, tag);
    const type = dissection.peek(start + 2, 2);
    const complete = !dissection.failed;
    dissection.end();
    if (complete) nextByEtherType(dissection, type, start + tagLength, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    if (start + tagLength > scan.limit) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = serviceVlan.index;
    scan.next('ethertype', scan.view.getUint16(start + 2), start + tagLength, end);
  },
});
