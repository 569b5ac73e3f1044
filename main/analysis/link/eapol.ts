import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// IEEE 802.1X-2020 §11.3: version, type, length, body.
const headerLength = 4;
const types = {
  0: 'EAP packet',
  1: 'Start',
  2: 'Logoff',
  3: 'Key',
  4: 'Encapsulated ASF alert',
  5: 'MKA',
  7: 'Announcement',
};
const descriptors = { 1: 'RC4', 2: 'RSN', 254: 'WPA' };
const eapPacket = 0;
const key = 3;
const eapCodes = ['', 'Request', 'Response', 'Success', 'Failure'];

const fields = {
  version: field('eapol.version', 'uint8', 'Version', '', {
    values: { 1: '802.1X-2001', 2: '802.1X-2004', 3: '802.1X-2010' },
  }),
  type: field('eapol.type', 'uint8', 'Type', 'Kind of packet', { values: types }),
  length: field('eapol.len', 'uint16', 'Length', 'Bytes of the body', { unit: 'bytes' }),
  descriptor: field('eapol.keydes.type', 'uint8', 'Key descriptor', 'Form of the key', { values: descriptors }),
} as const;

export const eapol = protocol({
  name: 'eapol',
  short: 'EAPOL',
  title: '802.1X authentication',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x888e, 0x88c7] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(eapol);
    dissection.begin(eapol, start, headerLength);
    dissection.number(fields.version, start, 1);
    const type = dissection.number(fields.type, start + 1, 1);
    const length = dissection.number(fields.length, start + 2, 2);
    const body = start + headerLength;
    const bodyEnd = Math.min(end, body + length);
    const name = (types as Record<number, string>)[type] ?? `type ${type}`;
    const code = type === eapPacket && length > 0 ? dissection.peek(body, 1) : 0;
    dissection.describe(() => (code === 0 ? name : `${name}, ${eapCodes[code] ?? `code ${code}`}`));
    if (type === key && length > 0) dissection.number(fields.descriptor, body, 1);
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.data(body, bodyEnd);
  },
});
