import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { vxlanNetwork } from './vxlan-network';

// RFC 7348 §5, with the group policy of draft-smith-vxlan-group-policy. Ethernet follows.
const headerLength = 8;
const ethernetType = 0x6558;

const fields = {
  flags: field('vxlan.flags', 'uint16', 'Flags', 'What the header holds', { base: 'hex' }),
  hasGroup: field('vxlan.flag_g', 'boolean', 'Group policy', 'A group policy ID is given', { mask: 0x8000 }),
  hasNetwork: field('vxlan.flag_i', 'boolean', 'Network ID', 'The network identifier is valid', { mask: 0x0800 }),
  dontLearn: field('vxlan.flag_d', 'boolean', "Don't learn", 'The receiver must not learn the address', {
    mask: 0x0040,
  }),
  applied: field('vxlan.flag_a', 'boolean', 'Policy applied', 'The policy was already applied', { mask: 0x0008 }),
  group: field('vxlan.gbp', 'uint16', 'Group policy ID', 'Group of the source'),
  network: vxlanNetwork,
  reserved: field('vxlan.reserved8', 'uint8', 'Reserved', 'Must be 0'),
} as const;

export const vxlan = protocol({
  name: 'vxlan',
  short: 'VXLAN',
  title: 'Virtual eXtensible LAN',
  fields,
  registrations: [{ table: 'udp.port', keys: [4789] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(vxlan);
    const head = dissection.begin(vxlan, start, headerLength);
    const flags = dissection.peek(start, 2);
    dissection.group(fields.flags, start, 2, flags);
    dissection.bits(fields.hasGroup, start, 2, flags);
    dissection.bits(fields.hasNetwork, start, 2, flags);
    dissection.bits(fields.dontLearn, start, 2, flags);
    dissection.bits(fields.applied, start, 2, flags);
    dissection.end();
    dissection.number(fields.group, start + 2, 2);
    const network = dissection.number(fields.network, start + 4, 3);
    head.text = () => `VXLAN, network ${network}`;
    dissection.describe(() => `VNI ${network}`);
    dissection.number(fields.reserved, start + 7, 1);
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.nextNamed('eth', start + headerLength, end);
  },

  scan(scan: PacketScan, start: number, end: number): void {
    if (start + headerLength > scan.limit) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = vxlan.index;
    scan.next('ethertype', ethernetType, start + headerLength, end);
  },
});
