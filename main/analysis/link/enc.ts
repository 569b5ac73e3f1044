import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_ENC (109), what OpenBSD's enc(4) shows of IPsec: the address family in the byte order of the host that captured, the SPI,
// and flags; then the packet as it was before or after IPsec.
const headerLength = 12;
const largestFamily = 0xffff;
const ipv4Family = 2;
/** Of OpenBSD, FreeBSD and Darwin. */
const ipv6Families = new Set([24, 28, 30]);

const fields = {
  family: field('enc.af', 'uint32', 'Family', 'Address family of the packet', { values: { 2: 'IPv4', 24: 'IPv6' } }),
  securityParameters: field('enc.spi', 'uint32', 'SPI', 'Which security association', { base: 'hex' }),
  flags: field('enc.flags', 'uint32', 'Flags', 'What was done to the packet', { base: 'hex' }),
} as const;

export const enc = protocol({
  name: 'enc',
  short: 'ENC',
  title: 'OpenBSD encapsulating interface',
  fields,
  registrations: [{ table: 'link', keys: [109] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(enc);
    const head = dissection.begin(enc, start, headerLength);
    const family = dissection.has(start, headerLength) ? readFamily(dissection.view, start) : 0;
    dissection.add(fields.family, start, 4, family);
    const association = dissection.number(fields.securityParameters, start + 4, 4);
    dissection.number(fields.flags, start + 8, 4);
    head.text = () => `OpenBSD encapsulating interface, SPI 0x${association.toString(16).padStart(8, '0')}`;
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    const payload = start + headerLength;
    if (family === ipv4Family) dissection.nextNamed('ip', payload, end);
    else if (ipv6Families.has(family)) dissection.nextNamed('ipv6', payload, end);
    else dissection.data(payload, end);
  },
});

function readFamily(view: DataView, start: number): number {
  const little = view.getUint32(start, true);
  return little <= largestFamily ? little : view.getUint32(start);
}
