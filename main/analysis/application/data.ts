import type { Dissection } from '../dissection';
import { field } from '../fields/field';
import { protocol } from '../protocol';

const fields = {
  bytes: field('data.data', 'bytes', 'Data', 'Bytes that no protocol claimed'),
  length: field('data.len', 'uint32', 'Length', 'Number of those bytes', { generated: true, unit: 'bytes' }),
} as const;

/** Bytes that are not understood. */
export const data = protocol({
  name: 'data',
  short: 'Data',
  title: 'Data',
  fields,

  dissect(dissection: Dissection, start: number, end: number): void {
    const length = Math.min(end, dissection.limit) - start;
    const head = dissection.begin(data, start, length);
    head.note = `(${length} bytes)`;
    dissection.octets(fields.bytes, start, length);
    dissection.add(fields.length, start, length, length);
    dissection.end();
  },
});
