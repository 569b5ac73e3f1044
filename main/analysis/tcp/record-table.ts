/** Small chunks: that there are several is known before the engine compiles what adds records. */
const chunkShift = 8;
const chunkRecords = 1 << chunkShift;
const chunkMask = chunkRecords - 1;

/**
 * Records of a fixed number of signed 32-bit words, numbered from 0, in chunks that never move: growing copies nothing. The words
 * of one record lie side by side, so that a segment touches one or two cache lines of its connection and not one a column.
 */
export class RecordTable {
  private readonly chunks: Int32Array[] = [];
  private size = 0;

  /** @param words words of a record */
  constructor(readonly words: number) {}

  get count(): number {
    return this.size;
  }

  get byteSize(): number {
    return this.chunks.length * chunkRecords * this.words * 4;
  }

  /** Adds a record of zeros. @returns its number */
  add(): number {
    if ((this.size & chunkMask) === 0) this.chunks.push(new Int32Array(chunkRecords * this.words));
    return this.size++;
  }

  /** The memory that holds a record; its first word is at `at(record)`. */
  memory(record: number): Int32Array {
    return this.chunks[record >>> chunkShift] as Int32Array;
  }

  at(record: number): number {
    return (record & chunkMask) * this.words;
  }

  get(record: number, word: number): number {
    return this.memory(record)[this.at(record) + word] as number;
  }

  set(record: number, word: number, value: number): void {
    this.memory(record)[this.at(record) + word] = value;
  }
}
