import type { PacketStore } from '../../analysis/store/packet-store';
import { Segment } from '../../analysis/tcp/segment';
import { isAfter, isAtOrBefore, sequenceDistance } from '../../analysis/tcp/sequence-number';
import type { TcpOptions } from '../../analysis/tcp/tcp-options-table';
import { Verdict } from '../../analysis/tcp/verdict/verdict-code';

/** Segments that are timed at once; of an end that has more in flight the others are not. */
const mostTimed = 4096;
const smoothing = 1 / 8;

interface Timed {
  readonly end: number;
  readonly time: bigint;
  /** When it was sent last, where that was more than once; 0 otherwise. */
  resent: bigint;
}

/** What the captured segments of one end tell of it so far, in the terms of a kernel. */
export class EndFigures {
  /** Segments sent again: one that the kernel left to be cut later counts as what it is cut into. */
  resends = 0;
  /** Segments that send nothing new, whatever the verdict on them is or will be: no more can have been sent again. */
  repeats = 0;
  /** Payload bytes on their way to this end. */
  arrived = 0;
  /** RFC 6298 §2, in milliseconds; NaN before the first acknowledgment that can be timed. */
  roundTrip = Number.NaN;
  /** Bounds of what a kernel can have measured: of what was sent again, by its timestamps (RFC 7323 §4.1), either time. */
  shortestTrip = Number.POSITIVE_INFINITY;
  longestTrip = 0;
  beganCaptured = false;
  private sentUntil: number | null = null;
  private acknowledged: number | null = null;
  private timed: Timed[] = [];

  /** Bytes sent and not acknowledged; SYN and FIN count as one each. Null while it cannot be told. */
  get inFlight(): number | null {
    if (this.sentUntil === null || this.acknowledged === null) return null;
    return Math.max(0, sequenceDistance(this.sentUntil, this.acknowledged));
  }

  /** @param segmentLength most bytes that the kernel puts into one segment */
  sends({ sequence, end, length, isSyn, isFin }: Segment, time: bigint, verdict: number, segmentLength: number): void {
    if (isSyn) {
      this.beganCaptured = true;
      this.acknowledged ??= sequence;
    }
    if (length === 0 && !isSyn && !isFin) {
      this.sentUntil ??= end;
      return;
    }
    const isResend = verdict === Verdict.retransmission || verdict === Verdict.spuriousRetransmission;
    const segments = Math.max(1, Math.ceil(length / segmentLength));
    if (isResend) this.resends += segments;
    if (this.sentUntil === null || isAfter(end, this.sentUntil)) {
      this.sentUntil = end;
      if (this.timed.length < mostTimed) this.timed.push({ end, time, resent: isResend ? time : 0n });
      return;
    }
    this.repeats += segments;
    // Karn's algorithm: which of the two is acknowledged cannot be told (RFC 6298 §3).
    for (const each of this.timed) if (isAfter(each.end, sequence) && isAtOrBefore(each.end, end)) each.resent = time;
  }

  /** To look at what follows and come back. */
  clone(): EndFigures {
    const timed = this.timed.map((each) => ({ ...each }));
    return Object.assign(new EndFigures(), this, { timed });
  }

  isAcknowledged(until: number, time: bigint): void {
    if (this.acknowledged === null || isAfter(until, this.acknowledged)) this.acknowledged = until;
    const first = this.timed[0];
    if (first === undefined || isAfter(first.end, until)) return;
    const count = this.timed.findIndex(({ end }) => isAfter(end, until));
    const newly = this.timed.splice(0, count < 0 ? this.timed.length : count);
    const latest = newly.reduce((last, each) => (last.resent > each.resent ? last : each), first).resent;
    // The oldest that it acknowledges is what a kernel goes by.
    const longest = milliseconds(time - first.time);
    this.longestTrip = Math.max(this.longestTrip, longest);
    this.shortestTrip = Math.min(this.shortestTrip, latest === 0n ? longest : milliseconds(time - latest));
    if (latest === 0n) this.smooth(longest);
  }

  private smooth(trip: number): void {
    if (Number.isNaN(this.roundTrip)) this.roundTrip = trip;
    else this.roundTrip += (trip - this.roundTrip) * smoothing;
  }
}

const milliseconds = (nanoseconds: bigint): number => Number(nanoseconds) / 1e6;

/** Takes segments into the figures of both ends. */
export class BothEnds {
  private readonly segment = new Segment();

  constructor(
    private readonly store: PacketStore,
    private readonly options: TcpOptions,
    readonly client = new EndFigures(),
    readonly server = new EndFigures(),
  ) {}

  clone(): BothEnds {
    return new BothEnds(this.store, this.options, this.client.clone(), this.server.clone());
  }

  pass(row: number, segmentLength: number): void {
    const { store, segment } = this;
    segment.read(store, row, this.options);
    const time = store.time(row);
    const [sender, receiver] = segment.fromServer ? [this.server, this.client] : [this.client, this.server];
    sender.sends(segment, time, store.get('verdict', row), segmentLength);
    receiver.arrived += segment.length;
    if (segment.acknowledges) receiver.isAcknowledged(segment.acknowledgment, time);
  }
}
