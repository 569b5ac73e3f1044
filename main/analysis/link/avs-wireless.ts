import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_IEEE802_11_AVS (163), tcpdump.org/linktypes: version, length, clocks and what the radio measured.
const smallestHeader = 8;

const fields = {
  magic: field('wlancap.magic', 'uint32', 'Magic number', '', { base: 'hex', mask: 0xfffffff0 }),
  version: field('wlancap.version', 'uint32', 'Version', '', { mask: 0x0000000f }),
  length: field('wlancap.length', 'uint32', 'Header length', '', { unit: 'bytes' }),
} as const;

export const avsWireless = protocol({
  name: 'wlancap',
  short: 'AVS',
  title: 'AVS wireless capture header',
  fields,
  registrations: [{ table: 'link', keys: [163] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(avsWireless);
    const head = dissection.begin(avsWireless, start, smallestHeader);
    const magic = dissection.peek(start, 4);
    dissection.bits(fields.magic, start, 4, magic);
    dissection.bits(fields.version, start, 4, magic);
    const length = dissection.number(fields.length, start + 4, 4);
    if (length < smallestHeader) dissection.malformed(start + 4, `header length ${length}, must be at least 8`);
    head.length = length;
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.nextNamed('wlan', start + length, end);
  },
});
