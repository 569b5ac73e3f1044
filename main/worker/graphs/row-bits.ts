import { Certainty } from '../../analysis/filter/plan/certainty';
import { chunkRows } from '../../analysis/store/schema';
import type { FoundRows } from '../filter-rows';

/** A set of rows, a bit each: many filters over a large capture cost little. */
export class RowBits implements FoundRows {
  count = 0;
  private readonly chunks: Uint32Array[] = [];

  add(row: number): void {
    this.set(row);
  }

  addWhere(certainty: Uint8Array, firstRow: number, from: number, to: number): boolean {
    if (certainty.subarray(from, to).includes(Certainty.doubt)) return false;
    for (let at = from; at < to; at++) if (certainty[at] === Certainty.yes) this.set(firstRow + at);
    return true;
  }

  has(row: number): boolean {
    const chunk = this.chunks[Math.floor(row / chunkRows)];
    return chunk !== undefined && ((chunk[(row % chunkRows) >>> 5] as number) & (1 << (row & 31))) !== 0;
  }

  /** The bits of the rows of a chunk of the store; undefined for none. */
  ofChunk(chunk: number): Uint32Array | undefined {
    return this.chunks[chunk];
  }

  private set(row: number): void {
    const at = Math.floor(row / chunkRows);
    let chunk = this.chunks[at];
    if (chunk === undefined) {
      chunk = new Uint32Array(chunkRows / 32);
      this.chunks[at] = chunk;
    }
    chunk[(row % chunkRows) >>> 5]! |= 1 << (row & 31);
    this.count++;
  }
}
