import type { InferredFigure, Side, SocketFigures } from '../../analysis/dissection-context';
import type { PacketStore } from '../../analysis/store/packet-store';
import { RowFlag } from '../../analysis/store/schema';
import { ConnectionWord } from '../../analysis/tcp/connection-record';
import type { ConnectionTracker } from '../../analysis/tcp/tracker';
import type { SocketNote } from '../../files/connection-note';
import { BothEnds, type EndFigures } from './end-figures';
import { vagueNanoseconds } from './inferred-states';

/** A kernel stamps a little before and after the packet is seen, and rounds; milliseconds. */
const roundTripAllowance = (milliseconds: number): number => Math.max(1, milliseconds / 5);
/** Sockets in these states are kept in short: the kernel tells zeros of them. */
const toldInShort = new Set(['TIME-WAIT', 'SYN-RECV', 'UNCONN', 'LISTEN', 'CLOSED']);

/** Least and most of a figure about the time of a sample, and what it was at that time. */
class Spread {
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  inferred: number | null = null;

  /** @param most where the packets leave open whether it was more */
  add(value: number | null, isBeforeSample: boolean, most = value): void {
    if (value === null || most === null) return;
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, most);
    if (isBeforeSample || this.inferred === null) this.inferred = value;
  }

  against(kernel: number | undefined, allowed = true): InferredFigure | null {
    const { least, most, inferred } = this;
    if (inferred === null) return null;
    return { inferred, differs: allowed && kernel !== undefined && (kernel < least || kernel > most) };
  }
}

/** Connections that are followed at once: as many as a table shows. */
const mostFollowed = 64;

/** Rows between two looks at the clock. */
const rowsAtOnce = 2_048;

/** The figures of a connection until some time, to be brought to later ones. */
class Progress {
  until = 0n;

  constructor(
    private readonly store: PacketStore,
    private readonly firstRow: number,
    readonly ends: BothEnds,
    /** The row that was looked at last. */
    private row = -1,
  ) {}

  /** To look at what follows and come back. */
  clone(): Progress {
    return new Progress(this.store, this.firstRow, this.ends.clone(), this.row);
  }

  /** @returns false where so many rows were not enough */
  goTo(time: bigint, segmentLength: number, rows = Number.POSITIVE_INFINITY, passed = (_: bigint) => {}): boolean {
    const { store } = this;
    for (let count = 0; count < rows; count++) {
      // Behind the last row more may come, of a capture that grows.
      const next = this.row < 0 ? this.firstRow : store.get('nextInStream', this.row);
      if ((next === 0 && this.row >= 0) || store.time(next) > time) {
        this.until = time;
        return true;
      }
      if (store.has(next, RowFlag.tcp)) this.ends.pass(next, segmentLength);
      passed(store.time(next));
      this.row = next;
    }
    this.until = store.time(this.row);
    return false;
  }
}

/**
 * Holds queues, resends and round trips that the kernel told against what captured segments say of the same moment, give or take
 * how vague a sample's time is. Who asks for the same or later times pays for what is new only.
 */
export class InferredFigures {
  /** By connection, the one that was asked for last is the last. */
  private readonly followed = new Map<number, Progress>();

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
  ) {}

  /** Makes that `against` answers at once, for some milliseconds. @returns false where there is more to do */
  prepare({ values }: SocketNote, connection: number, time: bigint, milliseconds: number): boolean {
    const until = performance.now() + milliseconds;
    const progress = this.progress(connection, time - vagueNanoseconds);
    do {
      if (progress.goTo(time - vagueNanoseconds, segmentLengthIn(values), rowsAtOnce)) return true;
    } while (performance.now() < until);
    return false;
  }

  against(note: SocketNote, side: Side, connection: number, time: bigint): SocketFigures {
    const from = time - vagueNanoseconds;
    const segmentLength = segmentLengthIn(note.values);
    const before = this.progress(connection, from);
    before.goTo(from, segmentLength);
    const progress = before.clone();
    const flight = new Spread();
    const resends = new Spread();
    const end = progress.ends[side];
    const look = (isBeforeSample: boolean) => {
      flight.add(end.inFlight, isBeforeSample);
      resends.add(end.resends, isBeforeSample, Math.max(end.resends, end.repeats));
    };
    look(true);
    progress.goTo(time + vagueNanoseconds, segmentLength, Number.POSITIVE_INFINITY, (at) => look(at <= time));
    return told(note, end, flight, resends);
  }

  private progress(connection: number, from: bigint): Progress {
    const known = this.followed.get(connection);
    this.followed.delete(connection);
    const progress = known !== undefined && known.until <= from ? known : this.begin(connection);
    this.followed.set(connection, progress);
    for (const oldest of this.followed.keys()) {
      if (this.followed.size <= mostFollowed) break;
      this.followed.delete(oldest);
    }
    return progress;
  }

  private begin(connection: number): Progress {
    const { store, tracker } = this;
    const firstRow = tracker.tcp.records.get(connection, ConnectionWord.first);
    return new Progress(store, firstRow, new BothEnds(store, tracker.options));
  }
}

const segmentLengthIn = ({ mss }: SocketNote['values']): number => mss ?? Number.POSITIVE_INFINITY;

function told(note: SocketNote, end: EndFigures, flight: Spread, resends: Spread): SocketFigures {
  const { state, receiveQueue, sendQueue, values } = note;
  const isTold = !toldInShort.has(state);
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
    roundTrip: Number.isNaN(roundTrip) ? null : { inferred: roundTrip, differs: isTold && beganCaptured && isOutside },
    // A FIN takes a place in the queue too.
    arrived: { inferred: arrived, differs: isTold && beganCaptured && receiveQueue > arrived + 1 },
  };
}
