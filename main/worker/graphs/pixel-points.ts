import type { Stretch } from '../../../preload/contract/graphs';

/** Points of a graph, as the contract sends them. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly packet: Uint32Array;
}

const kept = { first: 0, lowest: 1, highest: 2, last: 3 } as const;
const keptPoints = 4;

/** Which column of pixels an x falls into; -1 before the stretch, `columns` behind it. */
export class Columns {
  private readonly scale: number;

  constructor(
    readonly stretch: Stretch,
    readonly count: number,
  ) {
    const { from, to } = stretch;
    this.scale = to > from ? count / (to - from) : 0;
  }

  of(x: number): number {
    const { stretch, count } = this;
    if (x < stretch.from) return -1;
    if (x > stretch.to) return count;
    return Math.min(count - 1, Math.floor((x - stretch.from) * this.scale));
  }
}

/**
 * Takes any number of points and keeps of each column of pixels the first, the lowest, the highest and the last: a line through
 * these covers the same pixels as one through all. One point on either side of the stretch is kept, too, for lines that come
 * in from there.
 */
export class PixelPoints {
  /** Points that lie in the stretch. */
  count = 0;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly packet: Uint32Array;
  /** When the point was added, plus one; 0 for none. */
  private readonly order: Float64Array;
  private added = 0;
  private before: readonly [number, number, number] | null = null;
  private after: readonly [number, number, number] | null = null;

  constructor(private readonly columns: Columns) {
    const places = columns.count * keptPoints;
    this.x = new Float64Array(places);
    this.y = new Float64Array(places);
    this.packet = new Uint32Array(places);
    this.order = new Float64Array(places);
  }

  add(x: number, y: number, packet: number): void {
    const column = this.columns.of(x);
    if (column < 0) {
      if (this.before === null || x >= this.before[0]) this.before = [x, y, packet];
      return;
    }
    if (column >= this.columns.count) {
      if (this.after === null || x < this.after[0]) this.after = [x, y, packet];
      return;
    }
    this.count++;
    this.added++;
    const at = column * keptPoints;
    if (this.order[at] === 0) {
      for (let each = 0; each < keptPoints; each++) this.put(at + each, x, y, packet);
      return;
    }
    if (y < (this.y[at + kept.lowest] as number)) this.put(at + kept.lowest, x, y, packet);
    if (y > (this.y[at + kept.highest] as number)) this.put(at + kept.highest, x, y, packet);
    this.put(at + kept.last, x, y, packet);
  }

  private put(place: number, x: number, y: number, packet: number): void {
    this.x[place] = x;
    this.y[place] = y;
    this.packet[place] = packet;
    this.order[place] = this.added;
  }

  /** @param withNeighbors also the nearest points outside of the stretch */
  points(withNeighbors: boolean): Points {
    const places = this.places();
    const outside = withNeighbors ? [this.before, this.after] : [null, null];
    const [before, after] = outside as [typeof this.before, typeof this.after];
    const length = places.length + (before ? 1 : 0) + (after ? 1 : 0);
    const x = new Float64Array(length);
    const y = new Float64Array(length);
    const packet = new Uint32Array(length);
    let at = 0;
    const put = (px: number, py: number, number: number) => {
      x[at] = px;
      y[at] = py;
      packet[at++] = number;
    };
    if (before) put(...before);
    for (const place of places) put(this.x[place] as number, this.y[place] as number, this.packet[place] as number);
    if (after) put(...after);
    return { x, y, packet };
  }

  /** Where the points that were kept lie, each once, in the order in which they came within their column. */
  private places(): number[] {
    const places: number[] = [];
    for (let at = 0; at < this.order.length; at += keptPoints) {
      if (this.order[at] === 0) continue;
      const [one, other] = this.isLater(at + kept.highest, at + kept.lowest)
        ? [kept.lowest, kept.highest]
        : [kept.highest, kept.lowest];
      let last = 0;
      for (const each of [kept.first, one, other, kept.last]) {
        const order = this.order[at + each] as number;
        if (order > last) places.push(at + each);
        last = Math.max(last, order);
      }
    }
    return places;
  }

  private isLater(one: number, other: number): boolean {
    return (this.order[one] as number) > (this.order[other] as number);
  }
}
