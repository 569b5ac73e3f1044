import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// Cisco's Inter-Switch Link: destination (40 bits) with type and user, source, length, AA AA 03, vendor, VLAN and BPDU bit, index,
// reserved; then the whole frame, and a check sequence of its own.
const headerLength = 26;
const checkSequenceLength = 4;
const ethernetType = 0;

const fields = {
  type: field('isl.type', 'uint8', 'Type', 'Kind of frame inside', {
    mask: 0xf0,
    values: { 0: 'Ethernet', 1: 'Token Ring', 2: 'FDDI', 3: 'ATM' },
  }),
  source: field('isl.src', 'ether', 'Source', 'Port of the sending switch'),
  length: field('isl.len', 'uint16', 'Length', 'Bytes from behind the length', { unit: 'bytes' }),
  vlan: field('isl.vlan_id', 'uint16', 'VLAN', 'VLAN of the frame', { mask: 0xfffe }),
  bridge: field('isl.bpdu', 'boolean', 'BPDU', 'A bridge protocol or CDP frame', { mask: 0x0001 }),
  index: field('isl.index', 'uint16', 'Index', 'Port of the switch'),
} as const;

export const interSwitchLink = protocol({
  name: 'isl',
  short: 'ISL',
  title: 'Cisco Inter-Switch Link',
  fields,

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(interSwitchLink);
    dissection.begin(interSwitchLink, start, headerLength);
    const type = dissection.bits(fields.type, start + 5, 1, dissection.peek(start + 5, 1));
    dissection.octets(fields.source, start + 6, 6);
    const length = dissection.number(fields.length, start + 12, 2);
    const tag = dissection.peek(start + 20, 2);
    dissection.bits(fields.vlan, start + 20, 2, tag);
    dissection.bits(fields.bridge, start + 20, 2, tag);
    dissection.number(fields.index, start + 22, 2);
    dissection.has(start, headerLength);
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    const payload = start + headerLength;
    const payloadEnd = Math.max(payload, Math.min(end, start + 14 + length) - checkSequenceLength);
    if (type === ethernetType) dissection.nextNamed('eth', payload, payloadEnd);
    else dissection.data(payload, payloadEnd);
  },
});
