import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

// Ethernet version 2.0 (DEC, Intel, Xerox, 1982) §8: a skip count and functions, little-endian. Switches send it to themselves to
// find loops.
const reply = 1;
const forward = 2;

const fields = {
  skip: field('loop.skipcount', 'uint16', 'Skip count', 'Where the function in force begins'),
  function: field('loop.function', 'uint16', 'Function', '', { values: { 1: 'Reply', 2: 'Forward data' } }),
  receipt: field('loop.receipt_number', 'uint16', 'Receipt number', 'Number of the request'),
  address: field('loop.forwarding_address', 'ether', 'Forwarding address', 'Whom to send it on to'),
} as const;

export const configurationTesting = protocol({
  name: 'loop',
  short: 'LOOP',
  title: 'Ethernet configuration testing',
  fields,
  registrations: [{ table: 'ethertype', keys: [0x9000] }],

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(configurationTesting);
    const head = dissection.begin(configurationTesting, start, 6);
    let at = start;
    const short = (which: typeof fields.skip | typeof fields.function) => {
      const value = dissection.has(at, 2) ? dissection.view.getUint16(at, true) : 0;
      dissection.add(which, at, 2, value);
      at += 2;
      return value;
    };
    short(fields.skip);
    let code = short(fields.function);
    while (code === forward && !dissection.failed) {
      dissection.octets(fields.address, at, 6);
      at += 6;
      code = short(fields.function);
    }
    dissection.describe(() => (code === reply ? 'Reply' : `Function ${code}`));
    if (code === reply) short(fields.receipt);
    head.length = at - start;
    const complete = !dissection.failed;
    dissection.end();
    if (complete) dissection.data(at, end);
  },
});
