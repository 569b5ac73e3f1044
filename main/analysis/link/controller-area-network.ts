import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// LINKTYPE_CAN_SOCKETCAN (227), tcpdump.org/linktypes: identifier and flags in network order, length, flags of CAN FD, two bytes
// of nothing; then the data.
const headerLength = 8;
const extendedFlag = 0x80000000;
const errorFlag = 0x20000000;
const standardMask = 0x7ff;
const extendedMask = 0x1fffffff;

const fields = {
  identifier: field('can.id', 'uint32', 'Identifier', 'What the data are, and their priority'),
  extended: field('can.flags.xtd', 'boolean', 'Extended', 'The identifier has 29 bits', { mask: 0x80000000 }),
  remote: field('can.flags.rtr', 'boolean', 'Remote request', 'Asks for the data', { mask: 0x40000000 }),
  error: field('can.flags.err', 'boolean', 'Error', 'A message of the driver, not of the bus', { mask: 0x20000000 }),
  length: field('can.len', 'uint8', 'Length', 'Bytes of data', { unit: 'bytes' }),
} as const;

export const controllerAreaNetwork = protocol({
  name: 'can',
  short: 'CAN',
  title: 'Controller Area Network',
  fields,
  registrations: [
    { table: 'link', keys: [227] },
    { table: 'linux.protocol', keys: [12, 13] },
  ],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(controllerAreaNetwork);
    // In a cooked capture the word is as the host holds it, and hosts are little-endian.
    const cooked = dissection.protocolNames.at(-1)?.startsWith('sll') === true;
    const head = dissection.begin(controllerAreaNetwork, start, headerLength);
    const word = dissection.has(start, 4) ? dissection.view.getUint32(start, cooked) : 0;
    const extended = word >= extendedFlag;
    const identifier = word & (extended ? extendedMask : standardMask);
    const error = (word & errorFlag) !== 0;
    // An error message has a class of errors where the identifier would be.
    if (!error) {
      dissection.add(fields.identifier, start, 4, identifier);
      dissection.add(fields.extended, start, 4, extended);
      dissection.add(fields.remote, start, 4, (word & fields.remote.mask) !== 0);
    }
    dissection.add(fields.error, start, 4, error);
    const length = dissection.number(fields.length, start + 4, 1);
    const text = error
      ? 'Error message'
      : `ID 0x${identifier.toString(16).padStart(extended ? 8 : 3, '0')}, ${length} bytes`;
    head.text = () => `CAN, ${text}`;
    dissection.describe(() => text);
    dissection.has(start, headerLength);
    const complete = !dissection.failed;
    dissection.end();
    const data = start + headerLength;
    if (complete) dissection.data(data, Math.min(end, data + length));
  },
});
