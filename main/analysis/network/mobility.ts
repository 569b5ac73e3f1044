import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';

// RFC 6275 §6.1; message types in IANA "Mobility Header Types".
const fixedPart = 6;
/** What drafts used before 135 was assigned. */
const draftNumber = 62;

const messages: Readonly<Record<number, string>> = {
  0: 'Binding Refresh Request',
  1: 'Home Test Init',
  2: 'Care-of Test Init',
  3: 'Home Test',
  4: 'Care-of Test',
  5: 'Binding Update',
  6: 'Binding Acknowledgement',
  7: 'Binding Error',
  8: 'Fast Binding Update',
  9: 'Fast Binding Acknowledgment',
  10: 'Fast Neighbor Advertisement',
  12: 'Home Agent Switch',
  13: 'Heartbeat',
  16: 'Binding Revocation',
};

const fields = {
  following: field('mip6.proto', 'uint8', 'Payload protocol', 'What follows this header', { values: ipProtocols }),
  length: field('mip6.hlen', 'uint8', 'Header length', 'Units of 8 bytes behind the first 8'),
  type: field('mip6.mhtype', 'uint8', 'Mobility Header Type', 'What the message says', { values: messages }),
  reserved: field('mip6.reserved', 'uint8', 'Reserved', 'Must be zero', { base: 'hex' }),
  checksum: field('mip6.csum', 'uint16', 'Checksum', 'Checksum over pseudo-header and message', { base: 'hex' }),
  updateSequence: field('mip6.bu.seqnr', 'uint16', 'Sequence number', 'Orders binding updates'),
  updateLifetime: field('mip6.bu.lifetime', 'uint16', 'Lifetime', 'Units of 4 seconds'),
  status: field('mip6.ba.status', 'uint8', 'Status', 'Below 128 the update was accepted'),
  answerSequence: field('mip6.ba.seqnr', 'uint16', 'Sequence number', 'Of the update that is answered'),
  answerLifetime: field('mip6.ba.lifetime', 'uint16', 'Lifetime', 'Units of 4 seconds'),
} as const;

export const mobility = protocol({
  name: 'mipv6',
  short: 'MIPv6',
  title: 'Mobility Header',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [135, draftNumber] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(mobility);
    const head = dissection.begin(mobility, start, fixedPart);
    dissection.number(fields.following, start, 1);
    head.length = Math.min((dissection.number(fields.length, start + 1, 1) + 1) * 8, Math.max(fixedPart, end - start));
    const type = dissection.number(fields.type, start + 2, 1);
    dissection.describe(() => messages[type] ?? `Mobility message ${type}`);
    dissection.number(fields.reserved, start + 3, 1);
    dissection.number(fields.checksum, start + 4, 2);
    const body = start + fixedPart;
    if (type === 5) {
      dissection.number(fields.updateSequence, body, 2);
      dissection.number(fields.updateLifetime, body + 4, 2);
    } else if (type === 6) {
      dissection.number(fields.status, body, 1);
      dissection.number(fields.answerSequence, body + 2, 2);
      dissection.number(fields.answerLifetime, body + 4, 2);
    }
    dissection.end();
  },
});
