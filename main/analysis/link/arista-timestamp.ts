import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { nextByEtherType } from './ether-payload';
import { etherTypes } from './ether-types';

// Arista's vendor header (EtherType D28B): a time stamp put between the addresses and the frame's own EtherType.
const subtypeTimestamp = 1;
const version64 = 0x0010;
const version48 = 0x0020;

const fields = {
  subtype: field('avsp.sub_type', 'uint16', 'Subtype', '', { values: { 1: 'Time stamp' } }),
  version: field('avsp.ver', 'uint16', 'Version', 'Form of the time stamp', { base: 'hex' }),
  seconds: field('avsp.64sec', 'uint32', 'Seconds', ''),
  nanoseconds: field('avsp.64ns', 'uint32', 'Nanoseconds', ''),
  shortSeconds: field('avsp.48sec', 'uint16', 'Seconds', 'Lower 16 bits'),
  shortNanoseconds: field('avsp.48ns', 'uint32', 'Nanoseconds', ''),
  type: field('avsp.etype', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
} as const;

export const aristaTimestamp = protocol({
  name: 'avsp',
  short: 'AVSP',
  title: 'Arista time stamp',
  fields,
  registrations: [{ table: 'ethertype', keys: [0xd28b] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(aristaTimestamp);
    const head = dissection.begin(aristaTimestamp, start, 14);
    const subtype = dissection.number(fields.subtype, start, 2);
    const version = dissection.number(fields.version, start + 2, 2);
    let at = start + 4;
    if (subtype === subtypeTimestamp && (version & 0xff) === version64) {
      dissection.number(fields.seconds, at, 4);
      dissection.number(fields.nanoseconds, at + 4, 4);
      at += 8;
    } else if (subtype === subtypeTimestamp && (version & 0xff) === version48) {
      dissection.number(fields.shortSeconds, at, 2);
      dissection.number(fields.shortNanoseconds, at + 2, 4);
      at += 6;
    } else dissection.malformed(start, `subtype ${subtype}, version ${version}: no form of time stamp that is known`);
    const type = dissection.number(fields.type, at, 2);
    head.length = at + 2 - start;
    const complete = !dissection.failed;
    dissection.end();
    if (complete) nextByEtherType(dissection, type, at + 2, end);
  },
});
