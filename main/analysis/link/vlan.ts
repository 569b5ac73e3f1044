import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';
import { addPadding, nextByEtherType, padding } from './ether-payload';
import { etherTypes } from './ether-types';
import { priorities } from './vlan-priorities';

// IEEE 802.1Q-2022 §9.6: priority, drop eligible, VLAN identifier; then a type or a length, as in Ethernet.
const tagLength = 4;
/** Addresses and type of Ethernet. */
const headerLength = 14;
const smallestType = 0x0600;

const fields = {
  priority: field('vlan.priority', 'uint16', 'Priority', 'Priority code point', { mask: 0xe000, values: priorities }),
  dropEligible: field('vlan.dei', 'boolean', 'Drop eligible', 'May be dropped first when queues are full', {
    mask: 0x1000,
  }),
  id: field('vlan.id', 'uint16', 'ID', 'VLAN identifier; 0 means priority only', { mask: 0x0fff }),
  type: field('vlan.etype', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
  length: field('vlan.len', 'uint16', 'Length', 'Bytes of LLC data that follow', { unit: 'bytes' }),
  padding,
  trailer: field('vlan.trailer', 'bytes', 'Trailer', 'Bytes behind the payload: padding, or what a switch appended'),
} as const;

export const vlan = protocol({
  name: 'vlan',
  short: 'VLAN',
  title: '802.1Q Virtual LAN',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x8100, 0x9100] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(vlan);
    const frameStart = startOfFrame(dissection.protocolNames, start);
    const head = dissection.begin(vlan, start, tagLength);
    const tag = dissection.peek(start, 2);
    head.text = () => `802.1Q Virtual LAN, ID ${tag & 0xfff}, priority ${tag >> 13}`;
    dissection.bits(fields.priority, start, 2, tag);
    dissection.bits(fields.dropEligible, start, 2, tag);
    dissection.bits(fields.id, start, 2, tag);
    const typeOrLength = dissection.peek(start + 2, 2);
    if (!dissection.failed) {
      const payload = start + tagLength;
      const payloadEnd =
        typeOrLength >= smallestType
          ? readTyped(dissection, payload, end, typeOrLength)
          : readCounted(dissection, payload, end, typeOrLength);
      const trailerStart = addPadding(dissection, frameStart, payloadEnd, end);
      const trailing = Math.min(end, dissection.limit) - trailerStart;
      if (trailing > 0) dissection.octets(fields.trailer, trailerStart, trailing);
    }
    dissection.end();
  },

  scan(scan: PacketScan, start: number, end: number): void {
    const type = start + tagLength > scan.limit ? 0 : scan.view.getUint16(start + 2);
    if (type < smallestType) {
      scan.needsDissector = true;
      return;
    }
    scan.protocol = vlan.index;
    scan.next('ethertype', type, start + tagLength, end);
  },
});

function readTyped(dissection: Dissection, payload: number, end: number, type: number): number {
  dissection.add(fields.type, payload - 2, 2, type);
  dissection.describe(() => etherTypes[type] ?? `EtherType 0x${type.toString(16).padStart(4, '0')}`);
  return nextByEtherType(dissection, type, payload, end);
}

function readCounted(dissection: Dissection, payload: number, end: number, length: number): number {
  dissection.add(fields.length, payload - 2, 2, length);
  const payloadEnd = Math.min(end, payload + length);
  dissection.nextNamed('llc', payload, payloadEnd);
  return payloadEnd;
}

/** Where the Ethernet frame begins whose tags lead to this one. Only full-size tags stand between. */
function startOfFrame(names: readonly string[], start: number): number {
  const since = names.length - 1 - names.lastIndexOf('eth');
  // Each tag is named with the EtherType that leads to it: 'ethertype', 'vlan', and 'ethertype' for this one.
  const outerTags = (since - 1) / 2;
  return start - headerLength - outerTags * tagLength;
}
