import type { Close, Ends, Handshake, RoundTripTimes, StateName } from '../../../preload/contract/connections';
import type { PacketStore } from '../../analysis/store/packet-store';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import { ConnectionDescriber } from '../../analysis/tcp/connections';
import { clientState, serverState, TcpState, tcpStateName } from '../../analysis/tcp/tcp-state';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import type { Job } from '../jobs';

const segmentsAtOnce = 2048;
const timesOfOne = 4;
const mostPaths = 1 << 16;
/** States of one path; there are eleven, and some can come again. */
const longestPath = 24;

export const handshakes: readonly Handshake[] = ['complete', 'partial', 'none', 'simultaneous'];
export const closes: readonly Close[] = ['four-segment', 'three-segment', 'simultaneous', 'reset', 'half', 'open'];

/** What only a pass over a connection's segments tells. */
export interface ConnectionShape {
  readonly handshake: Handshake;
  readonly close: Close;
  readonly roundTrip: RoundTripTimes;
  readonly client: StateName;
  readonly server: StateName;
  /** States that each end went through. */
  readonly paths: Ends<readonly StateName[]>;
}

/** Ways through the states, each kept once: there are few, however many connections. */
class StatePaths {
  private readonly paths: (readonly StateName[])[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(path: readonly StateName[]): number {
    const key = path.join(' ');
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    // The last of many that a hostile capture makes stand for the others.
    if (this.paths.length === mostPaths) return mostPaths - 1;
    this.numbers.set(key, this.paths.length);
    return this.paths.push(path) - 1;
  }

  path(number: number): readonly StateName[] {
    return this.paths[number] ?? [];
  }
}

/** Keeps of every connection that was gone through how it opened and closed, its ends' last states and its round trips. */
export class ConnectionMeasures {
  /** Last row plus one at which a connection was measured; 0 for never. */
  private measured = new Uint32Array(0);
  /** Packets of the capture when every connection had been measured. */
  private completeAt = -1;
  private codes = new Uint8Array(0);
  private lastStates = new Uint8Array(0);
  /** Initial, minimum, median, maximum in seconds; NaN for none. */
  private times = new Float64Array(0);
  /** Numbers of the client's path and of the server's. */
  private pathNumbers = new Uint16Array(0);
  private readonly statePaths = new StatePaths();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  /** Measures whatever is new. */
  async everything(job: Job): Promise<void> {
    const { count } = this.tracker.tcp;
    const packets = this.store.count;
    if (this.completeAt === packets) return;
    for (let stream = 0; stream < count; stream++) {
      if (!this.has(stream)) await this.measure(stream, job);
      await job.breathe(stream, count);
    }
    this.completeAt = packets;
  }

  /** Whether the connection has not grown since it was measured. A TIME_WAIT ends by itself: that is looked at again. */
  has(stream: number): boolean {
    const last = this.tracker.tcp.records.get(stream, ConnectionWord.last) + 1;
    return this.measured[stream] === last && !waits(this.lastStates[stream] as number);
  }

  /** Every connection was measured, though some may have grown since. */
  get isComplete(): boolean {
    const { count } = this.tracker.tcp;
    return this.measured.length >= count && !this.measured.subarray(0, count).includes(0);
  }

  async measure(stream: number, job: Job): Promise<void> {
    const { store, tracker } = this;
    const describer = new ConnectionDescriber(store, tracker, stream);
    while (describer.advance(segmentsAtOnce)) await job.breathe();
    this.keep(stream, describer);
  }

  /** The last states of its ends, as the store writes them; null for a connection that was never measured. */
  states(stream: number): number | null {
    return this.measured[stream] ? (this.lastStates[stream] as number) : null;
  }

  /** Null for a connection that was never measured. */
  shape(stream: number): ConnectionShape | null {
    if (!this.measured[stream]) return null;
    const code = this.codes[stream] as number;
    const states = this.lastStates[stream] as number;
    const time = (which: number) => {
      const value = this.times[stream * timesOfOne + which] as number;
      return Number.isNaN(value) ? null : value;
    };
    return {
      handshake: handshakes[code & 15] as Handshake,
      close: closes[code >>> 4] as Close,
      roundTrip: { initial: time(0), minimum: time(1), median: time(2), maximum: time(3) },
      client: tcpStateName(clientState(states)),
      server: tcpStateName(serverState(states)),
      paths: {
        client: this.statePaths.path(this.pathNumbers[stream * 2] as number),
        server: this.statePaths.path(this.pathNumbers[stream * 2 + 1] as number),
      },
    };
  }

  private keep(stream: number, describer: ConnectionDescriber): void {
    this.makeRoom();
    const { handshake, close, roundTrip, states } = describer.description();
    this.codes[stream] = handshakes.indexOf(handshake) | (closes.indexOf(close) << 4);
    this.lastStates[stream] = stateCode(states.client.at(-1)?.state) | (stateCode(states.server.at(-1)?.state) << 4);
    for (const [i, path] of [states.client, states.server].entries()) {
      const names = path.slice(0, longestPath).map(({ state }) => state);
      this.pathNumbers[stream * 2 + i] = this.statePaths.numberOf(names);
    }
    const { initial, minimum, median, maximum } = roundTrip;
    this.times.set(
      [initial, minimum, median, maximum].map((time) => time ?? Number.NaN),
      stream * timesOfOne,
    );
    this.measured[stream] = this.tracker.tcp.records.get(stream, ConnectionWord.last) + 1;
  }

  private makeRoom(): void {
    const { count } = this.tracker.tcp;
    if (count <= this.measured.length) return;
    const capacity = count + (count >>> 1);
    const larger = <Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
      old: Column,
      column: Column,
    ): Column => {
      column.set(old);
      return column;
    };
    this.measured = larger(this.measured, new Uint32Array(capacity));
    this.codes = larger(this.codes, new Uint8Array(capacity));
    this.lastStates = larger(this.lastStates, new Uint8Array(capacity));
    this.times = larger(this.times, new Float64Array(capacity * timesOfOne));
    this.pathNumbers = larger(this.pathNumbers, new Uint16Array(capacity * 2));
  }
}

const stateCodes = new Map<string, number>(Object.values(TcpState).map((state) => [tcpStateName(state), state]));
const stateCode = (name: string | undefined): number => stateCodes.get(name ?? '') ?? TcpState.closed;

const waits = (states: number): boolean =>
  clientState(states) === TcpState.timeWait || serverState(states) === TcpState.timeWait;
