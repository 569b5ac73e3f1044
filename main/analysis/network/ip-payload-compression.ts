import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';

// RFC 3173 §3. What follows is compressed.
const headerLength = 4;

const fields = {
  nextHeader: field('ipcomp.next_header', 'uint8', 'Next Header', 'What was compressed', {
    base: 'hex',
    values: ipProtocols,
  }),
  flags: field('ipcomp.flags', 'uint8', 'Flags', 'Must be zero', { base: 'hex' }),
  parameters: field('ipcomp.cpi', 'uint16', 'Compression Parameter Index', 'How it was compressed', {
    base: 'hex',
    values: { 1: 'OUI', 2: 'DEFLATE', 3: 'LZS', 4: 'LZJH' },
  }),
} as const;

export const ipPayloadCompression = protocol({
  name: 'ipcomp',
  short: 'IPComp',
  title: 'IP Payload Compression',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [108] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(ipPayloadCompression);
    dissection.begin(ipPayloadCompression, start, headerLength);
    dissection.number(fields.nextHeader, start, 1);
    dissection.number(fields.flags, start + 1, 1);
    const parameters = dissection.number(fields.parameters, start + 2, 2);
    dissection.describe(() => `IPComp (CPI=0x${parameters.toString(16).padStart(4, '0')})`);
    dissection.end();
    dissection.data(start + headerLength, end);
  },
});
