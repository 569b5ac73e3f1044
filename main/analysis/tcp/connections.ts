import { absent } from '../packet-summary';
import type { PacketStore } from '../store/packet-store';
import { TcpFlag } from '../transport/tcp-flags';
import { AnalysisFlag } from './analysis-flag';
import { elapsedNanoseconds, exactNanoseconds } from './clock';
import { ConnectionWord } from './connection-record';
import { ConnectionReplay } from './connection-replay';
import { type Close, closeOf, type Handshake, handshakeOf } from './connection-shape';
import { RoundTrips } from './round-trips';
import { initialRoundTrip } from './segment-fact';
import { stateHistory } from './state-history';
import type { TcpOptions } from './tcp-options-table';
import { type TcpStateName, tcpStateName } from './tcp-state';
import type { ConnectionTracker } from './tracker';
import type { Transition } from './transition';
import { noRow } from './unacknowledged';
import { Verdict } from './verdict/verdict-code';

/** One value for each end. */
export interface Ends<Value> {
  readonly client: Value;
  readonly server: Value;
}

export interface StateEntry {
  readonly state: TcpStateName;
  /** Packet number; null where no packet shows the transition. */
  readonly packet: number | null;
  /** Seconds since the epoch with nine digits. */
  readonly time: string;
  readonly why: string;
  readonly doubt?: string;
  readonly inferred?: true;
}

/** What an end offered in its SYN; null for what it did not, all null where the SYN was not seen. */
export interface HandshakeOptions {
  readonly mss: number | null;
  /** The shift. */
  readonly windowScale: number | null;
  readonly sackPermitted: boolean | null;
  readonly timestamps: boolean | null;
  readonly fastOpen: 'request' | 'cookie' | null;
}

/** A connection as `connections --json` prints it. Durations and round trips are in seconds, bytes as on the wire. */
export interface ConnectionDescription {
  readonly stream: number;
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  readonly start: string;
  readonly duration: number;
  readonly packets: Ends<number>;
  readonly bytes: Ends<number>;
  readonly handshake: Handshake;
  readonly close: Close;
  readonly states: Ends<readonly StateEntry[]>;
  readonly options: Ends<HandshakeOptions>;
  readonly roundTrip: {
    readonly initial: number | null;
    readonly minimum: number | null;
    readonly median: number | null;
    readonly maximum: number | null;
  };
  /** By our own verdicts, needed or not. */
  readonly retransmissions: number;
  readonly outOfOrder: number;
  readonly duplicateAcks: number;
  readonly zeroWindows: number;
}

/** Describes a connection of the tracker, in one pass over its segments. */
export function describeConnection(
  store: PacketStore,
  tracker: ConnectionTracker,
  stream: number,
): ConnectionDescription {
  return new ConnectionDescriber(store, tracker, stream).description();
}

/** The same for who must not be held up by a connection of millions of segments. */
export class ConnectionDescriber {
  private readonly counts: Counts;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
    private readonly stream: number,
  ) {
    this.counts = new Counts(store, tracker, stream);
  }

  /** Takes in the next segments. @returns whether there are more */
  advance(segments: number): boolean {
    return this.counts.advance(segments);
  }

  /** Takes in what is left, and describes. */
  description(): ConnectionDescription {
    const { store, tracker, stream, counts } = this;
    counts.advance(Number.POSITIVE_INFINITY);
    const history = stateHistory(store, tracker, stream);
    const { records } = tracker.tcp;
    const ports = records.get(stream, ConnectionWord.ports);
    const first = records.get(stream, ConnectionWord.first);
    const last = counts.replay.lastRow;
    const initial = initialRoundTrip(store, counts.replay.memory);
    const roundTrips = counts.roundTrips.summary();
    return {
      stream,
      client: { address: store.addresses.text(records.get(stream, ConnectionWord.clientAddress)), port: ports >>> 16 },
      server: {
        address: store.addresses.text(records.get(stream, ConnectionWord.serverAddress)),
        port: ports & 0xffff,
      },
      start: seconds(store.time(first)),
      duration: Number(exactNanoseconds(store, first, last)) / 1e9,
      packets: { client: counts.clientPackets, server: counts.serverPackets },
      bytes: { client: counts.clientBytes, server: counts.serverBytes },
      handshake: handshakeOf(history),
      close: closeOf(store, history),
      states: { client: history.client.map(entry), server: history.server.map(entry) },
      options: {
        client: handshakeOptions(tracker.options, counts.clientSyn),
        server: handshakeOptions(tracker.options, counts.serverSyn),
      },
      roundTrip: {
        initial: initial === null ? null : Number(initial) / 1e9,
        minimum: roundTrips?.minimum ?? null,
        median: roundTrips?.median ?? null,
        maximum: roundTrips?.maximum ?? null,
      },
      retransmissions: counts.retransmissions,
      outOfOrder: counts.outOfOrder,
      duplicateAcks: counts.duplicateAcks,
      zeroWindows: counts.zeroWindows,
    };
  }
}

/** Counts the segments of a connection by replaying it. */
class Counts {
  readonly replay: ConnectionReplay;
  readonly roundTrips = new RoundTrips();
  clientPackets = 0;
  serverPackets = 0;
  clientBytes = 0;
  serverBytes = 0;
  clientSyn = noRow;
  serverSyn = noRow;
  retransmissions = 0;
  outOfOrder = 0;
  duplicateAcks = 0;
  zeroWindows = 0;

  constructor(
    private readonly store: PacketStore,
    tracker: ConnectionTracker,
    connection: number,
  ) {
    this.replay = new ConnectionReplay(store, tracker, connection);
  }

  /** @returns whether there are more segments */
  advance(segments: number): boolean {
    for (let i = 0; i < segments; i++) {
      if (!this.replay.step()) return false;
      this.count();
    }
    return true;
  }

  private count(): void {
    const { store } = this;
    const { row, flags, segment, details } = this.replay;
    const bytes = store.get('originalLength', row);
    const isSyn = (segment.flags & TcpFlag.syn) !== 0;
    if (segment.fromServer) {
      this.serverPackets++;
      this.serverBytes += bytes;
      if (isSyn && this.serverSyn === noRow) this.serverSyn = row;
    } else {
      this.clientPackets++;
      this.clientBytes += bytes;
      if (isSyn && this.clientSyn === noRow) this.clientSyn = row;
    }
    const verdict = store.get('verdict', row);
    if (verdict === Verdict.retransmission || verdict === Verdict.spuriousRetransmission) this.retransmissions++;
    if (verdict === Verdict.outOfOrder) this.outOfOrder++;
    if (flags & AnalysisFlag.duplicateAcknowledgment) this.duplicateAcks++;
    if (flags & AnalysisFlag.zeroWindow) this.zeroWindows++;
    const { acknowledgedRow } = details;
    if (acknowledgedRow !== noRow) this.roundTrips.add(elapsedNanoseconds(store, acknowledgedRow, row));
  }
}

/** @param row of the SYN; `noRow` where none was seen */
export function handshakeOptions(table: TcpOptions, row: number): HandshakeOptions {
  if (row === noRow) return { mss: null, windowScale: null, sackPermitted: null, timestamps: null, fastOpen: null };
  const mss = table.maximumSegmentSize(row);
  const windowScale = table.windowScale(row);
  const cookie = table.fastOpenCookie(row);
  return {
    mss: mss === absent ? null : mss,
    windowScale: windowScale < 0 ? null : windowScale,
    sackPermitted: table.sackPermitted(row),
    timestamps: table.timestamps(row),
    fastOpen: cookie === absent ? null : cookie > 0 ? 'cookie' : 'request',
  };
}

function entry({ state, row, time, why, doubt, inferred }: Transition): StateEntry {
  return {
    state: tcpStateName(state),
    packet: row === noRow ? null : row + 1,
    time: seconds(time),
    why,
    ...(doubt === '' ? {} : { doubt }),
    ...(inferred ? { inferred } : {}),
  };
}

/** Decimal seconds with nine digits. */
export function seconds(nanoseconds: bigint): string {
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = String(magnitude % 1_000_000_000n).padStart(9, '0');
  return `${nanoseconds < 0n ? '-' : ''}${magnitude / 1_000_000_000n}.${fraction}`;
}
