import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 1994 §4: challenge and response carry a value and a name, success and failure a message.
const headerLength = 4;
const codes = { 1: 'Challenge', 2: 'Response', 3: 'Success', 4: 'Failure' };

const fields = {
  code: field('chap.code', 'uint8', 'Code', 'What is said', { values: codes }),
  identifier: field('chap.identifier', 'uint8', 'Identifier', 'Matches answers to requests'),
  length: field('chap.length', 'uint16', 'Length', '', { unit: 'bytes' }),
  valueSize: field('chap.value_size', 'uint8', 'Value size', '', { unit: 'bytes' }),
  value: field('chap.value', 'bytes', 'Value', 'Challenge, or the digest that answers it'),
  name: field('chap.name', 'string', 'Name', 'Who speaks'),
  message: field('chap.message', 'string', 'Message', ''),
} as const;

export const pppChallenge = protocol({
  name: 'chap',
  short: 'PPP CHAP',
  title: 'PPP Challenge Handshake Authentication',
  fields,
  registrations: [{ table: 'ppp.protocol', keys: [0xc223] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(pppChallenge);
    dissection.begin(pppChallenge, start, end - start);
    const code = dissection.number(fields.code, start, 1);
    const said = (codes as Record<number, string>)[code] ?? `code ${code}`;
    dissection.number(fields.identifier, start + 1, 1);
    const length = dissection.number(fields.length, start + 2, 2);
    const messageEnd = Math.min(end, start + length);
    let at = start + headerLength;
    const proves = code === 1 || code === 2;
    if (proves) {
      const size = dissection.number(fields.valueSize, at, 1);
      dissection.octets(fields.value, at + 1, size);
      at += 1 + size;
    }
    let text = '';
    if (at < messageEnd && dissection.has(at, messageEnd - at)) {
      text = new TextDecoder().decode(dissection.bytes.subarray(at, messageEnd));
      dissection.add(proves ? fields.name : fields.message, at, messageEnd - at, text);
    }
    dissection.describe(() => (text === '' ? said : `${said}, ${text}`));
    dissection.end();
  },
});
