import type { Chunk } from '../../store/chunk';
import type { PacketStore } from '../../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../../store/schema';
import type { QuotedPackets } from '../quoted-packets';
import type { JudgedConnection, SegmentFollower } from '../segment-follower';
import type { ConnectionTracker } from '../tracker';
import { noRow } from '../unacknowledged';
import type { Finding } from './finding';

/** Segments laid out for the assembly at once; as its `mostStaged`. */
const stagedAtOnce = 256;
const segmentBytes = 64;
const wordShift = 2;

/**
 * Judges the segments of connections, one connection after the other, by what the assembly's `verdict` makes of them. Its memory
 * serves for all, and is to be released.
 */
export class ConnectionJudge implements JudgedConnection {
  private readonly follower: SegmentFollower;
  private readonly store: PacketStore;
  private readonly quoted: QuotedPackets;
  /** Where the assembly keeps what it knows of the connection. */
  private readonly passage: number;
  private isReleased = false;
  /** The row that is judged next, and the last of the connection. */
  private row = noRow;
  private lastRow = noRow;
  private isAtEnd = false;
  private count = 0;
  private firstSeconds = 0;
  private firstNanoseconds = 0;
  /** The latest ICMP error about a segment, by the sequence number that it quotes. */
  private readonly errors = new Map<number, number>();

  /** @param take is told of every segment that has a verdict, not in order, and at times once more with a better one */
  constructor(
    { store, quoted, follower }: ConnectionTracker,
    private readonly take: (finding: Finding) => void,
  ) {
    this.store = store;
    this.quoted = quoted;
    this.follower = follower;
    this.passage = follower.program.newPassage();
  }

  /** Gives the memory back. */
  release(): void {
    if (!this.isReleased) this.follower.program.freePassage(this.passage);
    this.isReleased = true;
  }

  /** How many of the connection's segments were judged. */
  get judgedSegments(): number {
    return this.count;
  }

  /** Begins with a connection, to be judged piece by piece. */
  begin(firstRow: number, lastRow: number): void {
    this.follower.program.beginJudging(this.passage, lastRow);
    this.row = firstRow;
    this.lastRow = lastRow;
    this.isAtEnd = false;
    this.count = 0;
    this.firstSeconds = this.store.get('seconds', firstRow);
    this.firstNanoseconds = this.store.get('nanoseconds', firstRow);
    this.errors.clear();
  }

  /** Judges so many segments at most, in the order of capture. @returns false where that was the last */
  advance(most: number): boolean {
    const { follower } = this;
    const until = this.count + most;
    while (!this.isAtEnd && this.count < until) {
      const staged = this.stage(Math.min(stagedAtOnce, until - this.count));
      follower.judge(this, this.passage, staged, this.isAtEnd);
      this.count += staged;
    }
    return !this.isAtEnd;
  }

  /** Lays out the next segments. @returns how many */
  private stage(most: number): number {
    const { words, times, program } = this.follower;
    let place = program.stagedPlace();
    for (let count = 1; ; count++, place += segmentBytes) {
      const { row } = this;
      this.row = this.layOut(row, words, times, place >>> wordShift);
      this.isAtEnd = row === this.lastRow;
      if (this.isAtEnd || count === most) return count;
    }
  }

  loadSegment(row: number, place: number): void {
    const { words, times } = this.follower;
    this.layOut(row, words, times, place >>> wordShift);
  }

  /** Writes a segment to `words[to]`, in the order of the assembly's `PassingSegment`. @returns the connection's next row */
  private layOut(row: number, words: Int32Array, times: Float64Array, to: number): number {
    const chunk = this.store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const rowFlags = chunk.rowFlags[at] as number;
    const seconds = (chunk.seconds[at] as number) - this.firstSeconds;
    const time = seconds * 1e9 + ((chunk.nanoseconds[at] as number) - this.firstNanoseconds);
    const nextRow = chunk.nextInStream[at] as number;
    times[to >>> 1] = Number.isNaN(time) ? 0 : time;
    words[to + 2] = row;
    words[to + 3] = nextRow;
    words[to + 4] = rowFlags;
    words[to + 5] = chunk.tcpFlags[at] as number;
    words[to + 6] = chunk.payloadLength[at] as number;
    words[to + 7] = chunk.sequence[at] as number;
    words[to + 8] = chunk.acknowledgment[at] as number;
    words[to + 9] = chunk.window[at] as number;
    words[to + 10] = chunk.analysis[at] as number;
    words[to + 11] = rowFlags & RowFlag.hasIdentification ? (chunk.ipIdentification[at] as number) : 0;
    words[to + 12] = chunk.timestampValue[at] as number;
    words[to + 13] = chunk.timestampEcho[at] as number;
    words[to + 14] = chunk.timeToLive[at] as number;
    words[to + 15] = chunk.interface[at] as number;
    return nextRow;
  }

  noteError(row: number): void {
    const sequence = this.quoted.sequence(row);
    if (sequence !== null) this.errors.set(sequence, row);
  }

  errorAbout(row: number): number {
    const error = this.errors.get(this.store.get('sequence', row)) ?? noRow;
    return error > row ? error : noRow;
  }

  found(row: number, verdict: number, cause: number, originalRow: number, previousRow: number, proofRow: number): void {
    this.take({ row, verdict, cause, originalRow, previousRow, proofRow });
  }
}
