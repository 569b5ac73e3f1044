import { floats, wholes } from './number-list';
import type { Columns, Points } from './pixel-points';

export interface Bars extends Points {
  readonly low: Float64Array;
}

/** Bars of one column of pixels that are kept apart. */
const mostBars = 16;

/**
 * Takes any number of vertical bars and joins those of one column of pixels that touch or lie less than a pixel apart. A column
 * with more bars than can be told apart joins what comes with its last, so that its lowest and highest ends are always right.
 */
export class PixelBars {
  /** Bars that lie in the stretch. */
  count = 0;
  private readonly x = floats();
  private readonly low = floats();
  private readonly high = floats();
  private readonly packet = wholes();
  private readonly columnOf = wholes();
  /** The bar that a column came to last, plus one, and how many it has. */
  private readonly last: Uint32Array;
  private readonly bars: Uint8Array;

  /** @param tolerance how far apart bars may lie and still be one: what a pixel stands for; negative keeps each by itself */
  constructor(
    private readonly columns: Columns,
    private readonly tolerance: number,
  ) {
    this.last = new Uint32Array(columns.count);
    this.bars = new Uint8Array(columns.count);
  }

  add(x: number, low: number, high: number, packet: number): void {
    const column = this.columns.of(x);
    if (column < 0 || column >= this.columns.count) return;
    this.count++;
    const last = (this.last[column] as number) - 1;
    if (this.tolerance < 0 || last < 0 || !this.isJoined(column, last, low, high)) {
      this.begin(column, x, low, high, packet);
      return;
    }
    if (low < this.low.at(last)) this.low.set(last, low);
    if (high > this.high.at(last)) this.high.set(last, high);
  }

  private isJoined(column: number, bar: number, low: number, high: number): boolean {
    if ((this.bars[column] as number) >= mostBars) return true;
    return low <= this.high.at(bar) + this.tolerance && high >= this.low.at(bar) - this.tolerance;
  }

  private begin(column: number, x: number, low: number, high: number, packet: number): void {
    this.x.push(x);
    this.low.push(low);
    this.high.push(high);
    this.packet.push(packet);
    this.columnOf.push(column);
    this.last[column] = this.x.length;
    if ((this.bars[column] as number) < mostBars) (this.bars[column] as number)++;
  }

  /** The bars in ascending columns; within one in the order in which they came. */
  result(): Bars {
    const columns = this.columnOf.view();
    const order = Uint32Array.from(columns, (_, bar) => bar);
    if (columns.some((column, bar) => bar > 0 && column < (columns[bar - 1] as number)))
      order.sort((one, other) => (columns[one] as number) - (columns[other] as number) || one - other);
    return {
      x: Float64Array.from(order, (bar) => this.x.at(bar)),
      y: Float64Array.from(order, (bar) => this.high.at(bar)),
      low: Float64Array.from(order, (bar) => this.low.at(bar)),
      packet: order.map((bar) => this.packet.at(bar)),
    };
  }
}
