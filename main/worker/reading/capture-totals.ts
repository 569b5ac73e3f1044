import type { Chunk } from '../../analysis/store/chunk';
import type { PacketStore } from '../../analysis/store/packet-store';
import { chunkMask, chunkRows, chunkShift, RowFlag } from '../../analysis/store/schema';

interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
}

const noPlace = -1;

/** What is summed up over a capture's packets. */
export class CaptureTotals {
  /** Packets by interface. */
  interfacePackets: number[] = [];
  capturedBytes = 0;
  /** Times of the capture's span; packets need not be in the order of their times. */
  earliest: Timestamp | null = null;
  latest: Timestamp | null = null;

  /** Takes in the rows from `from` to before `to`. */
  count(store: PacketStore, from: number, to: number): void {
    for (let row = from; row < to; ) {
      const at = row & chunkMask;
      const end = Math.min(chunkRows, at + to - row);
      this.countIn(store.chunks[row >>> chunkShift] as Chunk, at, end);
      row += end - at;
    }
  }

  private countIn(chunk: Chunk, from: number, to: number): void {
    const { capturedLength, rowFlags } = chunk;
    let bytes = 0;
    let counted = from;
    let earliest = noPlace;
    let latest = noPlace;
    for (let at = from; at < to; at++) {
      bytes += capturedLength[at] as number;
      if (chunk.interface[at] !== chunk.interface[counted]) {
        this.countInterface(chunk.interface[counted] as number, at - counted);
        counted = at;
      }
      if (((rowFlags[at] as number) & RowFlag.hasTime) === 0) continue;
      if (earliest === noPlace || isEarlier(chunk, at, earliest)) earliest = at;
      if (latest === noPlace || !isEarlier(chunk, at, latest)) latest = at;
    }
    this.capturedBytes += bytes;
    this.countInterface(chunk.interface[counted] as number, to - counted);
    if (earliest !== noPlace) this.span(timeAt(chunk, earliest), timeAt(chunk, latest));
  }

  private countInterface(index: number, packets: number): void {
    this.interfacePackets[index] = (this.interfacePackets[index] ?? 0) + packets;
  }

  private span(earliest: Timestamp, latest: Timestamp): void {
    if (this.earliest === null || isBefore(earliest, this.earliest)) this.earliest = earliest;
    if (this.latest === null || !isBefore(latest, this.latest)) this.latest = latest;
  }
}

const isBefore = (one: Timestamp, other: Timestamp): boolean =>
  one.seconds < other.seconds || (one.seconds === other.seconds && one.nanoseconds < other.nanoseconds);

function isEarlier({ seconds, nanoseconds }: Chunk, one: number, other: number): boolean {
  const difference = (seconds[one] as number) - (seconds[other] as number);
  return difference < 0 || (difference === 0 && (nanoseconds[one] as number) < (nanoseconds[other] as number));
}

const timeAt = ({ seconds, nanoseconds }: Chunk, at: number): Timestamp => ({
  seconds: seconds[at] as number,
  nanoseconds: nanoseconds[at] as number,
});
