import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';

// RFC 4302 §2.
const fixedPart = 12;

const fields = {
  nextHeader: field('ah.next_header', 'uint8', 'Next Header', 'What follows this header', { values: ipProtocols }),
  length: field('ah.length', 'uint8', 'Length', 'Units of 4 bytes, less 2'),
  reserved: field('ah.reserved', 'bytes', 'Reserved', 'Must be zero'),
  securityParameters: field('ah.spi', 'uint32', 'Security Parameters Index', 'Tells the security association', {
    base: 'hex',
  }),
  sequence: field('ah.sequence', 'uint32', 'Sequence Number', 'Counts the packets of the association'),
  integrity: field('ah.icv', 'bytes', 'Integrity Check Value', 'Proves that the packet was not changed'),
} as const;

export const authenticationHeader = protocol({
  name: 'ah',
  short: 'AH',
  title: 'Authentication Header',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [51] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(authenticationHeader);
    const head = dissection.begin(authenticationHeader, start, fixedPart);
    const following = dissection.number(fields.nextHeader, start, 1);
    const length = (dissection.number(fields.length, start + 1, 1) + 2) * 4;
    dissection.octets(fields.reserved, start + 2, 2);
    const index = dissection.number(fields.securityParameters, start + 4, 4);
    dissection.describe(() => `AH (SPI=0x${index.toString(16).padStart(8, '0')})`);
    dissection.number(fields.sequence, start + 8, 4);
    if (length < fixedPart) {
      dissection.malformed(start + 1, `header length ${length}, must be at least ${fixedPart}`);
      return;
    }
    head.length = length;
    dissection.octets(fields.integrity, start + fixedPart, length - fixedPart);
    dissection.end();
    if (!dissection.next('ip.protocol', following, start + length, end)) dissection.data(start + length, end);
  },
});
