import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 1334 §2: name and password in clear text.
const request = 1;
const codes = { 1: 'Authenticate-Request', 2: 'Authenticate-Ack', 3: 'Authenticate-Nak' };

const fields = {
  code: field('pap.code', 'uint8', 'Code', 'What is said', { values: codes }),
  identifier: field('pap.identifier', 'uint8', 'Identifier', 'Matches answers to requests'),
  length: field('pap.length', 'uint16', 'Length', '', { unit: 'bytes' }),
  nameLength: field('pap.peer_id.length', 'uint8', 'Name length', '', { unit: 'bytes' }),
  name: field('pap.peer_id', 'string', 'Name', 'Who asks'),
  passwordLength: field('pap.password.length', 'uint8', 'Password length', '', { unit: 'bytes' }),
  password: field('pap.password', 'string', 'Password', 'In clear text'),
  messageLength: field('pap.message.length', 'uint8', 'Message length', '', { unit: 'bytes' }),
  message: field('pap.message', 'string', 'Message', ''),
} as const;

export const pppPassword = protocol({
  name: 'pap',
  short: 'PPP PAP',
  title: 'PPP Password Authentication',
  fields,
  registrations: [{ table: 'ppp.protocol', keys: [0xc023] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(pppPassword);
    dissection.begin(pppPassword, start, end - start);
    const code = dissection.number(fields.code, start, 1);
    const said = (codes as Record<number, string>)[code] ?? `code ${code}`;
    dissection.describe(() => said);
    dissection.number(fields.identifier, start + 1, 1);
    const length = dissection.number(fields.length, start + 2, 2);
    const at = start + 4;
    if (code === request) {
      const next = addText(dissection, fields.nameLength, fields.name, at);
      addText(dissection, fields.passwordLength, fields.password, next);
    } else if (length > 4) addText(dissection, fields.messageLength, fields.message, at);
    dissection.end();
  },
});

/** @returns offset behind the text */
function addText(dissection: Dissection, lengthField: Field, textField: Field, at: number): number {
  const length = dissection.number(lengthField, at, 1);
  if (dissection.has(at + 1, length)) {
    dissection.add(
      textField,
      at + 1,
      length,
      new TextDecoder().decode(dissection.bytes.subarray(at + 1, at + 1 + length)),
    );
  }
  return at + 1 + length;
}
