import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { vxlan } from './vxlan';
import { vxlanNetwork } from './vxlan-network';

// draft-ietf-nvo3-vxlan-gpe-12 §3: VXLAN that names the protocol that follows.
const headerLength = 8;
const nextProtocols = { 1: 'IPv4', 2: 'IPv6', 3: 'Ethernet', 4: 'Network Service Header', 5: 'MPLS' };
const nextEtherTypes: Readonly<Record<number, number>> = { 1: 0x0800, 2: 0x86dd, 3: 0x6558, 4: 0x894f, 5: 0x8847 };

const fields = {
  flags: field('vxlan.gpe.flags', 'uint8', 'Flags', 'What the header holds', { base: 'hex' }),
  next: field('vxlan.next_proto', 'uint8', 'Next protocol', 'Protocol of the payload', { values: nextProtocols }),
  network: vxlanNetwork,
} as const;

export const vxlanGpe = protocol({
  name: 'vxlan_gpe',
  short: 'VXLAN-GPE',
  title: 'VXLAN Generic Protocol Extension',
  variantOf: vxlan,
  fields,
  registrations: [{ table: 'udp.port', keys: [4790] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(vxlanGpe);
    dissection.begin(vxlanGpe, start, headerLength);
    dissection.number(fields.flags, start, 1);
    const next = dissection.number(fields.next, start + 3, 1);
    const network = dissection.number(fields.network, start + 4, 3);
    dissection.describe(() => `VNI ${network}`);
    dissection.has(start, headerLength);
    const complete = !dissection.failed;
    dissection.end();
    const payload = start + headerLength;
    if (complete && !dissection.next('ethertype', nextEtherTypes[next] ?? 0, payload, end)) {
      dissection.data(payload, end);
    }
  },

  scan(scan: PacketScan): void {
    scan.needsDissector = true;
  },
});
