import type { InferredFigure, Side, SocketFigures } from '../../analysis/dissection-context';
import type { PacketStore } from '../../analysis/store/packet-store';
import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import type { SocketNote } from '../../files/connection-note';
import { BothEnds } from './end-figures';
import { vagueNanoseconds } from './inferred-states';

/** A kernel stamps a little before and after the packet is seen, and rounds; milliseconds. */
const roundTripAllowance = (milliseconds: number): number => Math.max(1, milliseconds / 5);
/** Sockets in these states are kept in short: the kernel tells zeros of them. */
const toldInShort = new Set(['TIME-WAIT', 'SYN-RECV', 'UNCONN', 'LISTEN']);

/** Least and most of a figure about the time of a sample, and what it was at that time. */
class Spread {
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  inferred: number | null = null;

  add(value: number | null, isBeforeSample: boolean): void {
    if (value === null) return;
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
    if (isBeforeSample || this.inferred === null) this.inferred = value;
  }

  against(kernel: number | undefined, allowed = true): InferredFigure | null {
    const { least, most, inferred } = this;
    if (inferred === null) return null;
    return { inferred, differs: allowed && kernel !== undefined && (kernel < least || kernel > most) };
  }
}

/**
 * Holds queues, resends and round trips that the kernel told against what captured segments say of the same moment, give or take
 * how vague a sample's time is. Who asks for later and later times pays for what is new only.
 */
export class InferredFigures {
  private connection = -1;
  private ends: BothEnds;
  /** The next row to look at. */
  private row = 0;
  private isAtEnd = false;
  private until = 0n;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {
    this.ends = new BothEnds(store, tracker.options);
  }

  against(note: SocketNote, side: Side, connection: number, time: bigint): SocketFigures {
    const from = time - vagueNanoseconds;
    // Behind the last row more may have come: then all is counted anew.
    if (connection !== this.connection || from < this.until || this.isAtEnd) this.begin(connection);
    const segmentLength = note.values.mss ?? Number.POSITIVE_INFINITY;
    this.goTo(from, segmentLength, () => {});
    const flight = new Spread();
    const resends = new Spread();
    const end = this.ends[side];
    const look = (isBeforeSample: boolean) => {
      flight.add(end.inFlight, isBeforeSample);
      resends.add(end.resends, isBeforeSample);
    };
    look(true);
    this.goTo(time + vagueNanoseconds, segmentLength, (at) => look(at <= time));
    return this.told(note, side, flight, resends);
  }

  private told(note: SocketNote, side: Side, flight: Spread, resends: Spread): SocketFigures {
    const { state, receiveQueue, sendQueue, values } = note;
    const isTold = !toldInShort.has(state);
    const end = this.ends[side];
    const { beganCaptured, arrived, roundTrip, shortestTrip, longestTrip } = end;
    const inFlight = isTold ? Math.max(0, sendQueue - (values.notsent ?? 0)) : undefined;
    const isOutside =
      values.rtt !== undefined &&
      (values.rtt < shortestTrip - roundTripAllowance(shortestTrip) ||
        values.rtt > longestTrip + roundTripAllowance(longestTrip));
    return {
      kernelInFlight: inFlight ?? null,
      inFlight: flight.against(inFlight),
      // What is sent again without a resend captured may have been before the capture.
      resends: resends.against(isTold ? (values.retrans ?? 0) : undefined, beganCaptured) ?? {
        inferred: 0,
        differs: false,
      },
      roundTrip: Number.isNaN(roundTrip)
        ? null
        : { inferred: roundTrip, differs: isTold && beganCaptured && isOutside },
      // A FIN takes a place in the queue too.
      arrived: { inferred: arrived, differs: isTold && beganCaptured && receiveQueue > arrived + 1 },
    };
  }

  private begin(connection: number): void {
    this.connection = connection;
    this.ends = new BothEnds(this.store, this.tracker.options);
    this.row = this.tracker.tcp.records.get(connection, ConnectionWord.first);
    this.isAtEnd = false;
  }

  private goTo(time: bigint, segmentLength: number, passed: (time: bigint) => void): void {
    const { store } = this;
    this.until = time;
    while (!this.isAtEnd && store.time(this.row) <= time) {
      const { row } = this;
      if (store.has(row, RowFlag.tcp)) this.ends.pass(row, segmentLength);
      passed(store.time(row));
      this.row = store.get('nextInStream', row);
      this.isAtEnd = this.row === 0;
    }
  }
}
