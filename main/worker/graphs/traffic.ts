import type { Measure, SeriesWish, Stretch, TrafficSeries } from '../../../preload/contract/graphs';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkRows, chunkShift } from '../../analysis/store/schema';
import type { Breather } from '../filter-rows';
import type { CaptureClock } from './capture-clock';
import { niceInterval } from './nice-interval';
import { Columns, PixelPoints } from './pixel-points';
import type { SeriesSource } from './series-source';

/** An interval is so many pixels wide where it is chosen for them. */
const pixelsOfInterval = 3;
const mostIntervals = 2_000_000;

/** Intervals of equal length that begin with the first packet: those of a stretch of time. */
export class Intervals {
  /** Whole nanoseconds, so that a packet on a boundary falls where it belongs. */
  readonly nanoseconds: number;
  /** Number of the first interval, counted from the first packet. */
  readonly first: number;
  readonly count: number;

  /** @param wish seconds; null for what suits the pixels */
  constructor(
    readonly shown: Stretch,
    wish: number | null,
    columns: number,
  ) {
    const span = Math.max(0, shown.to - shown.from);
    const suited = niceInterval((span * pixelsOfInterval) / Math.max(pixelsOfInterval, columns)) || 1;
    const least = niceInterval(span / mostIntervals);
    this.nanoseconds = Math.max(1, Math.round(Math.max(wish !== null && wish > 0 ? wish : suited, least) * 1e9));
    this.first = Math.floor((shown.from * 1e9) / this.nanoseconds);
    this.count = Math.max(1, Math.floor((shown.to * 1e9) / this.nanoseconds) - this.first + 1);
  }

  get seconds(): number {
    return this.nanoseconds / 1e9;
  }

  /** Place of a time among the intervals; below 0 or beyond `count` outside of them. */
  placeOf(nanoseconds: number): number {
    return Math.floor(nanoseconds / this.nanoseconds) - this.first;
  }

  /** Seconds from the first packet to the beginning of an interval. */
  start(place: number): number {
    return ((this.first + place) * this.nanoseconds) / 1e9;
  }
}

/** Measures a series in every interval, and keeps what the pixels can show. */
export async function measureSeries(
  source: SeriesSource,
  wish: SeriesWish,
  clock: CaptureClock,
  intervals: Intervals,
  columns: number,
  breather: Breather,
): Promise<TrafficSeries> {
  const sums = new Sums(intervals.count, wish.measure);
  if (source.field === null) await addPackets(sums, source, wish.measure, clock, intervals, breather);
  else await addValues(sums, source, clock, intervals, breather);
  return {
    ...sums.points(intervals, columns),
    packets: source.packets,
    isTime: source.field?.type === 'relative-time' && wish.measure !== 'count',
    fault: null,
    done: source.done,
  };
}

async function addPackets(
  sums: Sums,
  source: SeriesSource,
  measure: Measure,
  clock: CaptureClock,
  intervals: Intervals,
  breather: Breather,
): Promise<void> {
  const { store } = clock.analysis;
  const count = source.isEverything ? store.count : Math.min(store.count, source.done);
  const isCounted = measure === 'packets';
  const factor = measure === 'bits' ? 8 : 1;
  for (let number = 0; number * chunkRows < count; number++) {
    const chunk = store.chunks[number] as Chunk;
    const bits = source.rows.ofChunk(number);
    const end = Math.min(chunkRows, count - number * chunkRows);
    for (let at = 0; at < end; at++) {
      if (!source.isEverything && (bits === undefined || ((bits[at >>> 5] as number) & (1 << (at & 31))) === 0))
        continue;
      const amount = isCounted ? 1 : (chunk.originalLength[at] as number) * factor;
      sums.add(intervals.placeOf(clock.nanosecondsAt(chunk, at)), amount, number * chunkRows + at);
    }
    await breather.breathe();
  }
}

async function addValues(
  sums: Sums,
  { valueRows, values }: SeriesSource,
  clock: CaptureClock,
  intervals: Intervals,
  breather: Breather,
): Promise<void> {
  const { store } = clock.analysis;
  for (let i = 0; i < valueRows.length; i++) {
    const row = valueRows.at(i);
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    sums.add(intervals.placeOf(clock.nanosecondsAt(chunk, row & chunkMask)), values.at(i), row);
    if ((i & 0x3fff) === 0) await breather.breathe();
  }
}

/** What was seen in each interval. */
class Sums {
  private readonly sum: Float64Array;
  private readonly seen: Uint32Array;
  private readonly least: Float64Array;
  private readonly most: Float64Array;
  /** The first; of an extreme the one that has it. */
  private readonly packet: Uint32Array;

  constructor(
    private readonly count: number,
    private readonly measure: Measure,
  ) {
    this.sum = new Float64Array(count);
    this.seen = new Uint32Array(count);
    this.least = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.most = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.packet = new Uint32Array(count);
  }

  /** @param place NaN for a packet without a time */
  add(place: number, amount: number, row: number): void {
    if (!(place >= 0 && place < this.count)) return;
    this.sum[place]! += amount;
    this.seen[place]!++;
    const { measure } = this;
    const isLeast = amount < (this.least[place] as number);
    const isMost = amount > (this.most[place] as number);
    if (isLeast) this.least[place] = amount;
    if (isMost) this.most[place] = amount;
    const isExtreme = (isLeast && measure === 'minimum') || (isMost && measure === 'maximum');
    if (this.packet[place] === 0 || isExtreme) this.packet[place] = row + 1;
  }

  points(intervals: Intervals, columns: number) {
    const { measure } = this;
    const isAmount = !['average', 'minimum', 'maximum'].includes(measure);
    const { from, to } = intervals.shown;
    const pixels = new PixelPoints(new Columns({ from: Math.min(from, intervals.start(0)), to }, Math.max(1, columns)));
    for (let place = 0; place < this.count; place++) {
      if (isAmount || (this.seen[place] as number) > 0)
        pixels.add(intervals.start(place), this.measured(place), this.packet[place] as number);
    }
    return pixels.points(true);
  }

  private measured(place: number): number {
    switch (this.measure) {
      case 'count':
        return this.seen[place] as number;
      case 'average':
        return (this.sum[place] as number) / (this.seen[place] as number);
      case 'minimum':
        return this.least[place] as number;
      case 'maximum':
        return this.most[place] as number;
      default:
        return this.sum[place] as number;
    }
  }
}
