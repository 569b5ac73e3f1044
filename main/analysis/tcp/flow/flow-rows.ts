import { firstIndex } from '../../first-index';
import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { RowFlag } from '../../store/schema';

/** Room for so many packets at first: most of the connections that a ladder of many is made of are short. */
const fewest = 16;

/** The packets of a ladder in their order, in typed arrays by position. */
export class FlowRows {
  /** Rows of the store, ascending. */
  rows = new Uint32Array(fewest);
  /** `FlowMark` bits. */
  marks = new Uint8Array(fewest);
  /** Nanoseconds since the packet before; negative where the clock went back. */
  pauses = new Float32Array(fewest);
  count = 0;
  private seconds = 0;
  private nanoseconds = 0;
  private hasTime = false;

  constructor(readonly store: PacketStore) {}

  /** Position of a row, or of the nearest before it; -1 for none. */
  positionOf(row: number): number {
    return firstIndex(this.count, (index) => (this.rows[index] as number) > row) - 1;
  }

  /** @returns the position */
  protected add(row: number, chunk: Chunk, at: number): number {
    const position = this.count++;
    if (position === this.rows.length) this.grow(position * 2);
    this.rows[position] = row;
    if ((chunk.rowFlags[at] as number) & RowFlag.hasTime) {
      const seconds = chunk.seconds[at] as number;
      const nanoseconds = chunk.nanoseconds[at] as number;
      if (this.hasTime) {
        this.pauses[position] = (seconds - this.seconds) * 1e9 + (nanoseconds - this.nanoseconds);
      }
      this.seconds = seconds;
      this.nanoseconds = nanoseconds;
      this.hasTime = true;
    }
    return position;
  }

  /** Sets bits of a position. */
  mark(position: number, marks: number): void {
    this.marks[position] = (this.marks[position] as number) | marks;
  }

  has(position: number, mark: number): boolean {
    return ((this.marks[position] as number) & mark) !== 0;
  }

  /** Gives back the memory that was taken ahead. */
  protected seal(): void {
    if (this.rows.length > this.count + 1024) this.grow(this.count);
  }

  private grow(size: number): void {
    const { rows, marks, pauses } = this;
    const kept = Math.min(size, rows.length);
    this.rows = new Uint32Array(size);
    this.rows.set(rows.subarray(0, kept));
    this.marks = new Uint8Array(size);
    this.marks.set(marks.subarray(0, kept));
    this.pauses = new Float32Array(size);
    this.pauses.set(pauses.subarray(0, kept));
  }
}
