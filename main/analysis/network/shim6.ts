import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { ipProtocols } from './ip-protocol-numbers';

// RFC 5533 §5.1-5.3. The payload extension header leads to what follows; control messages stand alone.
const fixedPart = 8;

const messages: Readonly<Record<number, string>> = {
  1: 'I1',
  2: 'R1',
  3: 'I2',
  4: 'R2',
  5: 'R1bis',
  6: 'I2bis',
  64: 'Update Request',
  65: 'Update Acknowledgement',
  66: 'Keepalive',
  67: 'Probe',
};

const fields = {
  following: field('shim6.nxt', 'uint8', 'Next Header', 'What follows this header', { values: ipProtocols }),
  length: field('shim6.len', 'uint8', 'Length', 'Units of 8 bytes behind the first 8'),
  lengthBytes: field('shim6.len_oct', 'uint16', 'Length in bytes', 'Bytes of this header', {
    generated: true,
    unit: 'bytes',
  }),
  payload: field('shim6.p', 'boolean', 'Payload', 'Carries a payload, not a control message', { mask: 0x80 }),
  type: field('shim6.type', 'uint8', 'Message Type', 'What the message says', { mask: 0x7f, values: messages }),
  checksum: field('shim6.checksum', 'uint16', 'Checksum', 'Checksum over the message', { base: 'hex' }),
} as const;

export const shim6 = protocol({
  name: 'shim6',
  short: 'Shim6',
  title: 'Shim6 Protocol',
  fields,
  registrations: [{ table: 'ip.protocol', keys: [140] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(shim6);
    const head = dissection.begin(shim6, start, fixedPart);
    const following = dissection.number(fields.following, start, 1);
    const length = (dissection.number(fields.length, start + 1, 1) + 1) * 8;
    head.length = length;
    dissection.add(fields.lengthBytes, start + 1, 1, length);
    const flags = dissection.peek(start + 2, 1);
    const isPayload = dissection.bits(fields.payload, start + 2, 1, flags) !== 0;
    if (!isPayload) {
      const type = dissection.bits(fields.type, start + 2, 1, flags);
      dissection.describe(() => `Shim6 ${messages[type] ?? `message ${type}`}`);
      dissection.number(fields.checksum, start + 4, 2);
    } else dissection.describe(() => 'Shim6 payload');
    if (!dissection.has(start, length)) return;
    dissection.end();
    if (isPayload && !dissection.next('ip.protocol', following, start + length, end)) {
      dissection.data(start + length, end);
    }
  },
});
