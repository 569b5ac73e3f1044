import { grown } from '../../analysis/grown-array';

/** Numbers in a typed array that grows. */
export class NumberList<Column extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>> {
  length = 0;

  constructor(private numbers: Column) {}

  get byteSize(): number {
    return this.numbers.byteLength;
  }

  push(number: number): void {
    if (this.length === this.numbers.length) this.numbers = grown(this.numbers);
    this.numbers[this.length++] = number;
  }

  at(index: number): number {
    return this.numbers[index] as number;
  }

  set(index: number, number: number): void {
    this.numbers[index] = number;
  }

  /** The numbers so far; a view that holds until the list grows. */
  view(): Column {
    return this.numbers.subarray(0, this.length) as Column;
  }
}

export const floats = (room = 1024) => new NumberList(new Float64Array(room));
export const wholes = (room = 1024) => new NumberList(new Uint32Array(room));
