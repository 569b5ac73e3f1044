import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// IEEE 802.3-2022 annex 57A: protocols of at most ten frames a second, by subtype. LACP is number 1.
const subtypes = { 1: 'LACP', 2: 'Marker', 3: 'OAM', 10: 'Organization specific' };
const aggregation = 1;

const fields = {
  subtype: field('slow.subtype', 'uint8', 'Subtype', 'Which slow protocol', { base: 'hex', values: subtypes }),
} as const;

export const slowProtocols = protocol({
  name: 'slow',
  short: 'Slow',
  title: 'Slow protocols',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x8809] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(slowProtocols);
    dissection.begin(slowProtocols, start, 1);
    const subtype = dissection.number(fields.subtype, start, 1);
    dissection.describe(() => (subtypes as Record<number, string>)[subtype] ?? `subtype ${subtype}`);
    const complete = !dissection.failed;
    dissection.end();
    if (!complete) return;
    if (subtype === aggregation) dissection.nextNamed('lacp', start + 1, end);
    else dissection.data(start + 1, end);
  },
});
