import { chunkRows } from '../../store/schema';
import type { Stretch } from './stretch';

/** Decides rows by their columns: writes a `Certainty` for each row of the stretch. */
export type ColumnTest = (stretch: Stretch, into: Uint8Array) => void;

/** Arrays for the parts of a test, used again and again. */
export class Scratch {
  private readonly free: Uint8Array[] = [];

  /** An array for the rows of a chunk while `use` runs. */
  lend(use: (array: Uint8Array) => void): void {
    const array = this.free.pop() ?? new Uint8Array(chunkRows);
    use(array);
    this.free.push(array);
  }
}
