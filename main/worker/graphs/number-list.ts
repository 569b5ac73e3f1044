/** Numbers in a typed array that grows. */
export class NumberList<Column extends Float64Array | Uint32Array> {
  private numbers: Column;
  length = 0;

  constructor(
    private readonly make: (length: number) => Column,
    room = 1024,
  ) {
    this.numbers = make(room);
  }

  get byteSize(): number {
    return this.numbers.byteLength;
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const more = this.make(this.length * 2);
      more.set(this.numbers);
      this.numbers = more;
    }
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

export const floats = (room?: number) => new NumberList((length) => new Float64Array(length), room);
export const wholes = (room?: number) => new NumberList((length) => new Uint32Array(length), room);
