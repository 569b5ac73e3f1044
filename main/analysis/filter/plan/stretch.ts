import type { Chunk } from '../../store/chunk';

/** Rows of one chunk that are tested at a time: `from` up to, not including, `to`, counted in the chunk. */
export interface Stretch {
  readonly chunk: Chunk;
  /** Row of the chunk's first place. */
  readonly firstRow: number;
  readonly from: number;
  readonly to: number;
}
