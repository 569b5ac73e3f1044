import { type ColumnName, chunkRows, columns } from './schema';

type Column = (typeof columns)[ColumnName];

/** The columns of `chunkRows` packets, all in one shared block of memory. */
export type Chunk = { readonly [Name in ColumnName]: InstanceType<(typeof columns)[Name]> };

/** Bytes of a row over all columns. */
export const rowBytes = Object.values(columns).reduce((sum, column) => sum + column.BYTES_PER_ELEMENT, 0);

/** Lays the columns out from the widest to the narrowest, so that each is aligned. */
const layout: readonly [string, Column][] = Object.entries(columns).sort(
  ([, one], [, other]) => other.BYTES_PER_ELEMENT - one.BYTES_PER_ELEMENT,
);

export function createChunk(): Chunk {
  const memory = new SharedArrayBuffer(rowBytes * chunkRows);
  const chunk: Record<string, unknown> = {};
  let at = 0;
  for (const [name, column] of layout) {
    chunk[name] = new (column as new (memory: SharedArrayBuffer, at: number, length: number) => unknown)(memory, at, chunkRows);
    at += column.BYTES_PER_ELEMENT * chunkRows;
  }
  return chunk as Chunk;
}
