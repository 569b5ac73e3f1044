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
  resent: boolean;
}

/** What the captured segments of one end tell of it so far, in the terms of a kernel. */
export class EndFigures {
  /** Segments sent again: one that the kernel left to be cut later counts as what it is cut into. */
  resends = 0;
  /** Payload bytes on their way to this end. */
  arrived = 0;
  /** RFC 6298 §2, in milliseconds; NaN before the first acknowledgment that can be timed. */
  roundTrip = Number.NaN;
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
    if (isResend) this.resends += Math.max(1, Math.ceil(length / segmentLength));
    if (this.sentUntil === null || isAfter(end, this.sentUntil)) {
      this.sentUntil = end;
      if (this.timed.length < mostTimed) this.timed.push({ end, time, resent: isResend });
      return;
    }
    // Karn's algorithm: which of the two is acknowledged cannot be told (RFC 6298 §3).
    for (const each of this.timed) if (isAfter(each.end, sequence) && isAtOrBefore(each.end, end)) each.resent = true;
  }

  isAcknowledged(until: number, time: bigint): void {
    if (this.acknowledged === null || isAfter(until, this.acknowledged)) this.acknowledged = until;
    const first = this.timed[0];
    if (first === undefined || isAfter(first.end, until)) return;
    const count = this.timed.findIndex(({ end }) => isAfter(end, until));
    const newly = this.timed.splice(0, count < 0 ? this.timed.length : count);
    if (newly.some(({ resent }) => resent)) return;
    // The oldest that it acknowledges is what a kernel goes by.
    this.took(Number(time - first.time) / 1e6);
  }

  private took(milliseconds: number): void {
    this.shortestTrip = Math.min(this.shortestTrip, milliseconds);
    this.longestTrip = Math.max(this.longestTrip, milliseconds);
    if (Number.isNaN(this.roundTrip)) this.roundTrip = milliseconds;
    else this.roundTrip += (milliseconds - this.roundTrip) * smoothing;
  }
}

/** Takes segments into the figures of both ends. */
export class BothEnds {
  readonly client = new EndFigures();
  readonly server = new EndFigures();
  private readonly segment = new Segment();

  constructor(
    private readonly store: PacketStore,
    private readonly options: TcpOptions,
  ) {}

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
