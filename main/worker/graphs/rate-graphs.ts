import type { ConnectionGraphRequest, GraphLayer, Stretch } from '../../../preload/contract/graphs';
import type { Chunk } from '../../analysis/store/chunk';
import { chunkMask, chunkShift, RowFlag } from '../../analysis/store/schema';
import { TcpFlag } from '../../analysis/transport/tcp-flags';
import type { ConnectionTrace } from './connection-trace';
import { niceInterval } from './nice-interval';
import { type Columns, PixelPoints } from './pixel-points';
import { pointLayer } from './sequence-graph';
import type { SenderSamples } from './trace-details';

/** A rate is of an interval so many pixels wide at least. */
const pixelsOfInterval = 4;
const mostIntervals = 8192;

/** Seconds from data to its ACK, by the time of the ACK or by the number that it acknowledges. */
export function roundTripLayers(
  { times, acknowledgments, rows }: ConnectionTrace,
  { roundTrips: { places, values } }: SenderSamples,
  columns: Columns,
  bySequence: boolean,
): GraphLayer[] {
  const points = new PixelPoints(columns);
  const x = bySequence ? acknowledgments : times;
  for (let i = 0; i < places.length; i++) {
    const place = places.at(i);
    points.add(x.at(place), values.at(i), rows.at(place) + 1);
  }
  return [pointLayer('round-trip', 'dots', points)];
}

/** What the receiver offers and holds at least, and what is on its way to it. */
export function windowLayers(
  trace: ConnectionTrace,
  samples: SenderSamples,
  columns: Columns,
  server: boolean,
): GraphLayer[] {
  const { store, length } = trace;
  const rows = trace.rows.view();
  const times = trace.times.view();
  const { factor } = trace.windowFactor(!server);
  const window = new PixelPoints(columns);
  const unread = new PixelPoints(columns);
  const inFlight = new PixelPoints(columns);
  let most = 0;
  for (let place = 0; place < length; place++) {
    const row = rows[place] as number;
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    const isSent = (((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0) === server;
    if (isSent || (chunk.tcpFlags[at] as number) & (TcpFlag.rst | TcpFlag.syn)) continue;
    const offered = (chunk.window[at] as number) * factor;
    if (offered > most) most = offered;
    window.add(times[place] as number, offered, row + 1);
    unread.add(times[place] as number, most - offered, row + 1);
  }
  const { places, values } = samples.inFlight;
  for (let i = 0; i < places.length; i++) {
    const place = places.at(i);
    inFlight.add(times[place] as number, values.at(i), (rows[place] as number) + 1);
  }
  return [
    pointLayer('window', 'steps', window),
    pointLayer('unread', 'steps', unread),
    pointLayer('in-flight', 'line', inFlight),
  ];
}

/**
 * Bits a second of one end's payload: all that passed, and what ACKs advanced over; without ACKs, what passed for the first
 * time.
 */
export function throughputLayers(
  trace: ConnectionTrace,
  request: ConnectionGraphRequest,
  shown: Stretch,
): { readonly layers: GraphLayer[]; readonly interval: number; readonly hasAcknowledgments: boolean } {
  const least = ((shown.to - shown.from) * pixelsOfInterval) / Math.max(pixelsOfInterval, request.columns);
  const interval = niceInterval(least) || 1;
  const first = Math.floor(shown.from / interval);
  const count = Math.min(mostIntervals, Math.floor(shown.to / interval) - first + 1);
  const rates = new Rates(count, first, interval);
  const { store, length } = trace;
  const rows = trace.rows.view();
  for (let place = 0; place < length; place++) {
    const row = rows[place] as number;
    const chunk = store.chunks[row >>> chunkShift] as Chunk;
    const at = row & chunkMask;
    if ((chunk.tcpFlags[at] as number) & TcpFlag.rst) continue;
    const isSent = (((chunk.rowFlags[at] as number) & RowFlag.fromServer) !== 0) === (request.sender === 'server');
    const time = trace.times.at(place);
    if (isSent) rates.send(time, trace.sequences.at(place), chunk.payloadLength[at] as number, row);
    else rates.acknowledge(time, trace.acknowledgments.at(place), row);
  }
  return { layers: rates.layers(), interval, hasAcknowledgments: rates.hasAcknowledgments };
}

/** One end's data by interval: what passed, what of it for the first time, and what was acknowledged. */
class Rates {
  hasAcknowledgments = false;
  private readonly passed: Intervals;
  private readonly sentOnce: Intervals;
  private readonly acknowledged: Intervals;
  private sent = 0;
  private edge = 0;

  constructor(
    count: number,
    private readonly first: number,
    private readonly interval: number,
  ) {
    this.passed = new Intervals(count);
    this.sentOnce = new Intervals(count);
    this.acknowledged = new Intervals(count);
  }

  send(time: number, sequence: number, payload: number, row: number): void {
    if (payload === 0) return;
    const at = this.at(time);
    const end = sequence + payload;
    this.passed.add(at, payload, row);
    if (end > this.sent) {
      this.sentOnce.add(at, Math.min(payload, end - this.sent), row);
      this.sent = end;
    }
  }

  /** @param acknowledgment NaN for a segment without */
  acknowledge(time: number, acknowledgment: number, row: number): void {
    if (!(acknowledgment > this.edge)) return;
    // The SYN takes up the first number; an ACK that begins the capture acknowledges what was before it.
    const bytes = this.hasAcknowledgments ? acknowledgment - Math.max(1, this.edge) : 0;
    if (bytes > 0) this.acknowledged.add(this.at(time), bytes, row);
    this.hasAcknowledgments = true;
    this.edge = acknowledgment;
  }

  layers(): GraphLayer[] {
    const good = this.hasAcknowledgments ? this.acknowledged : this.sentOnce;
    return [
      this.passed.layer('throughput', this.first, this.interval),
      good.layer('goodput', this.first, this.interval),
    ];
  }

  private at(time: number): number {
    return Math.floor(time / this.interval) - this.first;
  }
}

/** Bytes by interval. */
class Intervals {
  private readonly bytes: Float64Array;
  private readonly packet: Uint32Array;
  private points = 0;

  constructor(count: number) {
    this.bytes = new Float64Array(count);
    this.packet = new Uint32Array(count);
  }

  add(at: number, bytes: number, row: number): void {
    if (at < 0 || at >= this.bytes.length) return;
    this.points++;
    this.bytes[at]! += bytes;
    if (this.packet[at] === 0) this.packet[at] = row + 1;
  }

  layer(kind: 'throughput' | 'goodput', first: number, interval: number): GraphLayer {
    const x = Float64Array.from(this.bytes, (_, at) => (first + at) * interval);
    const y = this.bytes.map((bytes) => (bytes * 8) / interval);
    return { kind, shape: 'steps', x, y, low: null, packet: this.packet, points: this.points };
  }
}
