import { elapsedNanoseconds } from '../../analysis/tcp/clock';
import { ConnectionReplay } from '../../analysis/tcp/connection-replay';
import { noRow } from '../../analysis/tcp/unacknowledged';
import type { ConnectionTrace } from './connection-trace';
import { floats, wholes } from './number-list';

const segmentsAtOnce = 2048;

/** Values of some segments, by place in the trace. */
class Samples {
  readonly places = wholes(64);
  readonly values = floats(64);

  add(place: number, value: number): void {
    this.places.push(place);
    this.values.push(value);
  }

  get byteSize(): number {
    return this.places.byteSize + this.values.byteSize;
  }
}

/** What is known of one end's data from how the connection went. */
export interface SenderSamples {
  /** Seconds until data was acknowledged, at the ACK: tcp.analysis.ack_rtt. */
  readonly roundTrips: Samples;
  /** Bytes under way with a data segment: tcp.analysis.bytes_in_flight. */
  readonly inFlight: Samples;
}

/** The numbers of a connection's segments that only a replay works out, gathered once and further when the capture has grown. */
export class TraceDetails {
  readonly client: SenderSamples = { roundTrips: new Samples(), inFlight: new Samples() };
  readonly server: SenderSamples = { roundTrips: new Samples(), inFlight: new Samples() };
  private readonly replay: ConnectionReplay;
  /** Segments that were gone through. */
  done = 0;

  constructor(private readonly trace: ConnectionTrace) {
    this.replay = new ConnectionReplay(trace.store, trace.analysis.connections, trace.stream);
  }

  get byteSize(): number {
    const { client, server } = this;
    return [client.roundTrips, client.inFlight, server.roundTrips, server.inFlight].reduce(
      (sum, { byteSize }) => sum + byteSize,
      0,
    );
  }

  get isComplete(): boolean {
    return this.done === this.trace.length;
  }

  /** Goes on for a while, up to where the trace has come. @returns whether there is more to do */
  advance(): boolean {
    const before = this.done;
    const until = Math.min(this.trace.length, before + segmentsAtOnce);
    while (this.done < until && this.replay.step()) this.take(this.done++);
    return this.done > before && !this.isComplete;
  }

  private take(place: number): void {
    const { row, segment, details } = this.replay;
    const own = segment.fromServer ? this.server : this.client;
    const other = segment.fromServer ? this.client : this.server;
    if (details.acknowledgedRow !== noRow) {
      const elapsed = elapsedNanoseconds(this.trace.store, details.acknowledgedRow, row);
      if (elapsed !== 0) other.roundTrips.add(place, elapsed / 1e9);
    }
    if (details.bytesInFlight > 0) own.inFlight.add(place, details.bytesInFlight);
  }
}
