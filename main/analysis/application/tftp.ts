import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';
import { indexOfByte, textAt } from './text-lines';

// RFC 1350 §5, options: RFC 2347.
const opcodes = {
  1: 'Read Request',
  2: 'Write Request',
  3: 'Data',
  4: 'Acknowledgment',
  5: 'Error',
  6: 'Option Acknowledgment',
} as const;

const errors = {
  0: 'Not defined',
  1: 'File not found',
  2: 'Access violation',
  3: 'Disk full',
  4: 'Illegal operation',
  5: 'Unknown transfer id',
  6: 'File already exists',
  7: 'No such user',
  8: 'Option negotiation failed',
} as const;

const fields = {
  opcode: field('tftp.opcode', 'uint16', 'Opcode', 'What the packet does', { values: opcodes }),
  sourceFile: field('tftp.source_file', 'string', 'File', 'File to read'),
  destinationFile: field('tftp.destination_file', 'string', 'File', 'File to write'),
  type: field('tftp.type', 'string', 'Type', 'How the file is sent'),
  block: field('tftp.block', 'uint16', 'Block', 'Number of the block'),
  errorCode: field('tftp.error.code', 'uint16', 'Error', 'What went wrong', { values: errors }),
  errorMessage: field('tftp.error.message', 'string', 'Message', 'What went wrong, in words'),
  optionName: field('tftp.option.name', 'string', 'Option', 'Name of an option'),
  optionValue: field('tftp.option.value', 'string', 'Value', 'Value of an option'),
  data: field('tftp.data', 'bytes', 'Data', 'Content of the file'),
} as const;

/** Trivial File Transfer Protocol. */
export const tftp = protocol({
  name: 'tftp',
  short: 'TFTP',
  title: 'Trivial File Transfer Protocol',
  fields,
  registrations: [{ table: 'udp.port', keys: [69] }],
  recognize: {
    over: [],
    test: (bytes, start, end) => end - start >= 4 && bytes[start] === 0 && isOpcode(bytes[start + 1]),
  },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(tftp);
    const captured = Math.min(end, dissection.limit);
    dissection.begin(tftp, start, captured - start);
    const opcode = dissection.number(fields.opcode, start, 2);
    const name = opcodes[opcode as keyof typeof opcodes] ?? `Opcode ${opcode}`;
    dissection.describe(() => name);
    if (opcode === 1 || opcode === 2) {
      const file = addText(dissection, opcode === 1 ? fields.sourceFile : fields.destinationFile, start + 2, captured);
      const type = addText(dissection, fields.type, file.next, captured);
      dissection.describe(() => `${name}, ${file.text}, ${type.text}`);
      addOptions(dissection, type.next, captured);
    } else if (opcode === 3 || opcode === 4) {
      const block = dissection.number(fields.block, start + 2, 2);
      dissection.describe(() => `${name}, block ${block}${opcode === 3 ? `, ${end - start - 4} bytes` : ''}`);
      if (opcode === 3 && captured > start + 4) dissection.octets(fields.data, start + 4, captured - start - 4);
    } else if (opcode === 5) {
      const code = dissection.number(fields.errorCode, start + 2, 2);
      const message = addText(dissection, fields.errorMessage, start + 4, captured);
      dissection.describe(() => `Error ${code}: ${message.text}`);
    } else if (opcode === 6) addOptions(dissection, start + 2, captured);
    dissection.end();
  },
});

const isOpcode = (byte: number | undefined): boolean => byte !== undefined && byte >= 1 && byte <= 6;

/** Text up to a zero byte. @returns it, and the offset behind it */
function addText(
  dissection: Dissection,
  which: typeof fields.type,
  start: number,
  end: number,
): { text: string; next: number } {
  if (start >= end) return { text: '', next: end };
  const zero = indexOfByte(dissection.bytes, 0, start, end);
  const textEnd = zero < 0 ? end : zero;
  const next = zero < 0 ? end : zero + 1;
  const text = textAt(dissection.bytes, start, textEnd);
  dissection.add(which, start, next - start, text);
  return { text, next };
}

function addOptions(dissection: Dissection, start: number, end: number): void {
  let at = start;
  while (at < end) {
    const name = addText(dissection, fields.optionName, at, end);
    at = addText(dissection, fields.optionValue, name.next, end).next;
  }
}
