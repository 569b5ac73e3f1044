import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { etherTypes } from './ether-types';

// Cisco MetaData carries TrustSec's security group tag. In GRE the EtherType of the payload stands in front, in Ethernet behind.
const tagLength = 6;

const fields = {
  version: field('cmd.version', 'uint8', 'Version', ''),
  length: field('cmd.length', 'uint8', 'Length', ''),
  options: field('cmd.options', 'uint16', 'Options', '', { base: 'hex' }),
  group: field('cmd.sgt', 'uint16', 'Security group tag', 'Group of the source'),
  type: field('cmd.type', 'uint16', 'Type', 'Protocol of the payload', { base: 'hex', values: etherTypes }),
} as const;

export const ciscoMetadata = protocol({
  name: 'cmd',
  short: 'CMD',
  title: 'Cisco MetaData',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x8909] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ciscoMetadata);
    dissection.begin(ciscoMetadata, start, tagLength + 2);
    const names = dissection.protocolNames;
    const typeFirst = names[names.length - 2] === 'gre';
    const type = typeFirst ? dissection.number(fields.type, start, 2) : -1;
    const at = typeFirst ? start + 2 : start;
    dissection.number(fields.version, at, 1);
    dissection.number(fields.length, at + 1, 1);
    dissection.number(fields.options, at + 2, 2);
    const group = dissection.number(fields.group, at + 4, 2);
    const next = typeFirst ? type : dissection.number(fields.type, at + tagLength, 2);
    dissection.describe(() => `Security group ${group}`);
    const complete = !dissection.failed;
    dissection.end();
    const payload = start + tagLength + 2;
    if (complete && !dissection.next('ethertype', next, payload, end)) dissection.data(payload, end);
  },
});
