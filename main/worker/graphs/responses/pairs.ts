import type { GraphLayer, ResponseSummary } from '../../../../preload/contract/graphs';
import { inStretches, type Pause } from '../../../analysis/in-stretches';
import { ascendingNumbers } from '../../ascending-numbers';
import { sortedByValue } from '../../radix-sort';
import { floats, wholes } from '../number-list';
import { type Columns, PixelPoints } from '../pixel-points';
import { pointLayer } from '../sequence-graph';

type Kind = ResponseSummary['kind'];

/** Requests of one kind that were answered, and how many were not. */
export class Pairs {
  unanswered = 0;
  /** When the answer came, in nanoseconds since the first packet, and how long it took. */
  private answeredAt = floats(64);
  private elapsed = floats(64);
  private rows = wholes(64);
  /** The connection of each, where pairs of a connection are to be dropped. */
  private streams = wholes(64);
  private summed: ResponseSummary | null = null;

  constructor(private readonly kind: Kind) {}

  get answered(): number {
    return this.rows.length;
  }

  add(answeredAt: number, elapsed: number, row: number, stream: number): void {
    this.answeredAt.push(answeredAt);
    this.elapsed.push(elapsed);
    this.rows.push(row);
    this.streams.push(stream);
  }

  /** Forgets the pairs of a connection that went on since. */
  drop(stream: number): void {
    const kept = new Pairs(this.kind);
    for (let i = 0; i < this.answered; i++)
      if (this.streams.at(i) !== stream)
        kept.add(this.answeredAt.at(i), this.elapsed.at(i), this.rows.at(i), this.streams.at(i));
    const { answeredAt, elapsed, rows, streams } = kept;
    Object.assign(this, { answeredAt, elapsed, rows, streams, summed: null });
  }

  /** @param isFinal else the times may be those of some answers fewer: they are sorted when these have grown by a quarter */
  async summary(isFinal: boolean, pause: Pause): Promise<ResponseSummary> {
    const { summed, answered, unanswered } = this;
    const isFresh = summed !== null && (isFinal ? summed.answered === answered : answered < summed.answered * 1.25);
    if (isFresh) return { ...summed, answered, unanswered };
    const sum = await this.sum(pause);
    this.summed = sum;
    return sum;
  }

  private async sum(pause: Pause): Promise<ResponseSummary> {
    const { kind, unanswered } = this;
    const elapsed = this.elapsed.view().slice();
    const sorted = await sortedByValue(ascendingNumbers(elapsed.length), (pair) => elapsed[pair], false, pause);
    // The least of those that so many do not exceed: one that was measured.
    const at = (share: number) => {
      const pair = sorted[Math.ceil(sorted.length * share) - 1];
      return pair === undefined ? null : (elapsed[pair] as number) / 1e9;
    };
    return { kind, answered: sorted.length, unanswered, median: at(0.5), percentile95: at(0.95), maximum: at(1) };
  }

  async layer(columns: Columns, pause: Pause): Promise<GraphLayer> {
    const points = new PixelPoints(columns);
    const [times, elapsed, rows] = [this.answeredAt.view(), this.elapsed.view(), this.rows.view()];
    await inStretches(times.length, pause, (from, to) => {
      for (let i = from; i < to; i++)
        points.add((times[i] as number) / 1e9, (elapsed[i] as number) / 1e9, (rows[i] as number) + 1);
    });
    return ascending(pointLayer(this.kind, 'dots', points));
  }
}

/** Pairs come connection by connection, or in the order of a file whose clock was set back. */
function ascending(layer: GraphLayer): GraphLayer {
  const { x, y, packet } = layer;
  if (x.every((each, i) => i === 0 || (x[i - 1] as number) <= each)) return layer;
  const order = Uint32Array.from(x, (_, at) => at);
  order.sort((one, other) => (x[one] as number) - (x[other] as number) || one - other);
  return {
    ...layer,
    x: Float64Array.from(order, (at) => x[at] as number),
    y: Float64Array.from(order, (at) => y[at] as number),
    packet: Uint32Array.from(order, (at) => packet[at] as number),
  };
}
