import type { Dissection } from '../dissection';
import { type Enumeration, field } from '../fields/field';
import { protocol } from '../protocol';

// RFC 1002 §4.2: the messages of DNS, with names of 16 bytes written in 32 letters (RFC 1001 §14.1).
const headerLength = 12;
const encodedLength = 32;

const opcodes: Enumeration = {
  0: 'Name query',
  5: 'Registration',
  6: 'Release',
  7: 'WACK',
  8: 'Refresh',
  15: 'Multi-homed registration',
};
const types: Enumeration = { 1: 'A', 2: 'NS', 10: 'NULL', 32: 'NB', 33: 'NBSTAT' };

const fields = {
  id: field('nbns.id', 'uint16', 'Transaction ID', 'Pairs a response with its query', { base: 'hex' }),
  flags: field('nbns.flags', 'uint16', 'Flags', 'Kind of message', { base: 'hex' }),
  response: field('nbns.flags.response', 'boolean', 'Response', 'Response if set, else query', { mask: 0x8000 }),
  opcode: field('nbns.flags.opcode', 'uint16', 'Opcode', 'Kind of query', { mask: 0x7800, values: opcodes }),
  replyCode: field('nbns.flags.rcode', 'uint16', 'Reply code', 'How the query went', { mask: 0x000f }),
  questions: field('nbns.count.queries', 'uint16', 'Questions', 'Number of questions'),
  answers: field('nbns.count.answers', 'uint16', 'Answers', 'Number of answers'),
  authorities: field('nbns.count.auth_rr', 'uint16', 'Authority records', 'Number of authority records'),
  additionals: field('nbns.count.add_rr', 'uint16', 'Additional records', 'Number of additional records'),
  name: field('nbns.name', 'string', 'Name', 'NetBIOS name and its kind'),
  type: field('nbns.type', 'uint16', 'Type', 'Type of record', { values: types }),
  class: field('nbns.class', 'uint16', 'Class', 'Class of record'),
} as const;

/** NetBIOS Name Service. */
export const netbiosName = protocol({
  name: 'nbns',
  short: 'NBNS',
  title: 'NetBIOS Name Service',
  fields,
  registrations: [{ table: 'udp.port', keys: [137] }],
  recognize: { over: [], test: (_bytes, start, end) => end - start >= headerLength },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(netbiosName);
    dissection.begin(netbiosName, start, Math.min(end, dissection.limit) - start);
    dissection.number(fields.id, start, 2);
    const flags = dissection.peek(start + 2, 2);
    const isResponse = (flags & 0x8000) !== 0;
    dissection.group(fields.flags, start + 2, 2, flags);
    dissection.bits(fields.response, start + 2, 2, flags);
    const opcode = dissection.bits(fields.opcode, start + 2, 2, flags);
    if (isResponse) dissection.bits(fields.replyCode, start + 2, 2, flags);
    dissection.end();
    const counts = [fields.questions, fields.answers, fields.authorities, fields.additionals];
    const records = counts.map((each, i) => dissection.number(each, start + 4 + 2 * i, 2));
    const kind = `${opcodes[opcode] ?? `Operation ${opcode}`}${isResponse ? ' response' : ''}`;
    dissection.describe(() => kind);
    // The first name, be it asked for or answered, tells what the message is about.
    if (records.some((count) => count > 0)) {
      const name = addName(dissection, start + headerLength);
      const type = dissection.number(fields.type, name.next, 2);
      dissection.number(fields.class, name.next + 2, 2);
      dissection.describe(() => `${kind} ${types[type] ?? type} ${name.text}`);
    }
    dissection.end();
  },
});

/** RFC 1001 §14.1: each half byte is a letter from A on; the last byte of the 16 is the kind of name. */
function addName(dissection: Dissection, at: number): { text: string; next: number } {
  const length = dissection.peek(at, 1);
  if (length !== encodedLength || !dissection.has(at + 1, encodedLength + 1))
    return { text: '', next: at + 1 + length };
  const { bytes } = dissection;
  let text = '';
  let kind = 0;
  for (let i = 0; i < encodedLength; i += 2) {
    const byte = ((((bytes[at + 1 + i] as number) - 0x41) & 15) << 4) | (((bytes[at + 2 + i] as number) - 0x41) & 15);
    if (i < encodedLength - 2) text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte === 0 ? '' : '.';
    else kind = byte;
  }
  const shown = `${text.trimEnd()}<${kind.toString(16).padStart(2, '0')}>`;
  let next = at + 1 + encodedLength;
  while (next < dissection.limit && bytes[next] !== 0) next += 1 + (bytes[next] as number);
  dissection.add(fields.name, at, next + 1 - at, shown);
  return { text: shown, next: next + 1 };
}
