import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import type { PacketScan } from '../packet-scan';
import { protocol } from '../protocol';

// RFC 4303 §2. What follows the sequence number is encrypted.
const headerLength = 8;

const fields = {
  securityParameters: field('esp.spi', 'uint32', 'Security Parameters Index', 'Tells the security association', {
    base: 'hex-dec',
  }),
  sequence: field('esp.sequence', 'uint32', 'Sequence Number', 'Counts the packets of the association'),
  encrypted: field('esp.encrypted_data', 'bytes', 'Encrypted data', 'Payload, padding and integrity check'),
} as const;

export const esp = protocol({
  name: 'esp',
  short: 'ESP',
  title: 'Encapsulating Security Payload',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [50] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(esp);
    dissection.begin(esp, start, Math.max(headerLength, end - start));
    const index = dissection.number(fields.securityParameters, start, 4);
    const sequence = dissection.number(fields.sequence, start + 4, 4);
    dissection.describe(() => `ESP (SPI=0x${index.toString(16).padStart(8, '0')}) Seq=${sequence}`);
    const behind = start + headerLength;
    const captured = Math.min(end, dissection.limit);
    if (captured > behind) dissection.octets(fields.encrypted, behind, captured - behind);
    dissection.end();
  },

  scan(scan: PacketScan, start: number, end: number): void {
    if (start + headerLength > scan.limit || start + headerLength > end) scan.needsDissector = true;
    else scan.protocol = esp.index;
  },
});
