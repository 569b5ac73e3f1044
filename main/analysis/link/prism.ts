import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_IEEE802_11_PRISM (119), tcpdump.org/linktypes: in the byte order of the host, code, length, device, then values.
const fixedLength = 24;
const nameLength = 16;
const usual = 144;
/** Where AVS's header stands in its place, as drivers of that time did. */
const avsMagic = 0x80211000;

const fields = {
  code: field('prism.msgcode', 'uint32', 'Message code', '', { base: 'hex' }),
  length: field('prism.msglen', 'uint32', 'Message length', '', { unit: 'bytes' }),
  device: field('prism.devname', 'string', 'Device', 'Name of the interface'),
} as const;

export const prism = protocol({
  name: 'prism',
  short: 'Prism',
  title: 'Prism capture header',
  fields,
  registrations: [{ table: 'link', keys: [119] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    const first = start + 4 <= dissection.limit ? dissection.view.getUint32(start) : 0;
    if ((first & ~0xf) >>> 0 === avsMagic) {
      dissection.nextNamed('wlancap', start, end);
      return;
    }
    dissection.claim(prism);
    const head = dissection.begin(prism, start, usual);
    const { view } = dissection;
    const complete = dissection.has(start, fixedLength);
    // The length is small: the byte order in which it is tells.
    const little = complete && view.getUint32(start + 4, true) < 0x10000;
    const length = complete ? view.getUint32(start + 4, little) : usual;
    head.length = length;
    if (complete) {
      dissection.add(fields.code, start, 4, view.getUint32(start, little));
      dissection.add(fields.length, start + 4, 4, length);
      const name = dissection.bytes.subarray(start + 8, start + 8 + nameLength);
      const zero = name.indexOf(0);
      dissection.add(
        fields.device,
        start + 8,
        nameLength,
        new TextDecoder().decode(zero < 0 ? name : name.subarray(0, zero)),
      );
      if (length < fixedLength) dissection.malformed(start + 4, `length ${length}, must be at least ${fixedLength}`);
    }
    const sound = !dissection.failed;
    dissection.end();
    if (sound) dissection.nextNamed('wlan', start + length, end);
  },
});
