import type { SegmentFollower } from './segment-follower';

/** Records of the follower lie in chunks of so many. */
const chunkShift = 8;
const chunkMask = (1 << chunkShift) - 1;

/** The records of one transport's conversations: a fixed number of signed 32-bit words each, numbered from 0, side by side. */
export class RecordTable {
  private readonly directory: number;

  /** @param words words of a record */
  constructor(
    private readonly follower: SegmentFollower,
    private readonly isTcp: boolean,
    private readonly words: number,
  ) {
    this.directory = follower.program.directoryAt(isTcp) >>> 2;
  }

  get count(): number {
    return this.follower.program.count(this.isTcp);
  }

  /** The memory that holds the records; a record's first word is at `at(record)`. Valid until anything is followed or judged. */
  get memory(): Int32Array {
    return this.follower.words;
  }

  at(record: number): number {
    const chunk = this.memory[this.directory + (record >>> chunkShift)] as number;
    return (chunk >>> 2) + (record & chunkMask) * this.words;
  }

  get(record: number, word: number): number {
    return this.memory[this.at(record) + word] as number;
  }

  set(record: number, word: number, value: number): void {
    this.memory[this.at(record) + word] = value;
  }
}
