import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { ethernetText } from '../network/address-text';
import { protocol } from '../protocol';

// Cisco FabricPath: outer addresses in the form of locally administered MAC addresses, EtherType 8903, tag; then Ethernet.
const headerLength = 16;

const fields = {
  destination: field('cfp.d_hmac', 'none', 'Destination', 'Switch and port the frame is sent to'),
  source: field('cfp.s_hmac', 'none', 'Source', 'Switch and port of the sender'),
  type: field('cfp.etype', 'uint16', 'Type', 'Always 8903', { base: 'hex' }),
  tree: field('cfp.ftag', 'uint16', 'Forwarding tag', 'Tree that the frame follows', { mask: 0xffc0 }),
  timeToLive: field('cfp.ttl', 'uint16', 'TTL', 'Switches left before the frame is dropped', { mask: 0x003f }),
} as const;

export const fabricPath = protocol({
  name: 'cfp',
  short: 'FabricPath',
  title: 'Cisco FabricPath',
  fields,

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(fabricPath);
    dissection.begin(fabricPath, start, headerLength);
    if (dissection.has(start, 12)) {
      const { bytes } = dissection;
      dissection.add(fields.destination, start, 6, null).note = ethernetText(bytes, start);
      dissection.add(fields.source, start + 6, 6, null).note = ethernetText(bytes, start + 6);
    }
    dissection.number(fields.type, start + 12, 2);
    const tag = dissection.peek(start + 14, 2);
    dissection.bits(fields.tree, start + 14, 2, tag);
    dissection.bits(fields.timeToLive, start + 14, 2, tag);
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.nextNamed('eth', start + headerLength, end);
  },
});
