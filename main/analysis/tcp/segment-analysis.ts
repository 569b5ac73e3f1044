import type { PacketStore } from '../store/packet-store';
import { TcpFlag } from '../transport/tcp-flags';
import { AnalysisFlag } from './analysis-flag';
import { elapsedNanoseconds } from './clock';
import { ConnectionWord, EndBit, EndWord, rawWindowShift, scaleMask } from './connection-record';
import { openOrClose, type Segment } from './segment';
import type { SegmentDetails } from './segment-details';
import { advance, isAfter, isAtOrBefore, isBefore, relativeTo } from './sequence-number';
import { learnScale, scaleFactor } from './window-scale';

/** A resend this soon after the last of several duplicate ACKs answers them. */
const fastRetransmissionNanoseconds = 20_000_000;
/** The flags that `goesOn` looks at. */
const opensClosesOrAcknowledges = openOrClose | TcpFlag.ack;
/** How late an out-of-order segment may be where the initial round trip is unknown. */
const outOfOrderNanoseconds = 3_000_000;
/** Bits that the next segment of the same end takes away. */
const ofOneSegment = EndBit.lastWasKeepAlive | EndBit.lastWasZeroWindowProbe | EndBit.hasNewOption;

/**
 * The verdicts that Wireshark gives by default, as its user's guide explains them in the chapter TCP Analysis and as tshark 4.0
 * answers. It keeps no list of segments: each costs the same, however many are in flight. A replay hands in details, and the
 * very same analysis tells the numbers behind the verdicts.
 */
export class SegmentAnalysis {
  private memory: Int32Array = new Int32Array(0);
  private connection = 0;
  private own = 0;
  private other = 0;

  constructor(private readonly store: PacketStore) {}

  /**
   * Takes in the next segment of a connection.
   * @param memory words of the connection's record, the first at `connection`
   * @returns `AnalysisFlag` bits
   */
  analyze(memory: Int32Array, connection: number, segment: Segment, details: SegmentDetails | null): number {
    this.memory = memory;
    this.connection = connection;
    this.own = connection + (segment.fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd);
    this.other = connection + (segment.fromServer ? ConnectionWord.clientEnd : ConnectionWord.serverEnd);
    if (details === null && this.goesOn(segment)) {
      this.update(segment, 0);
      return 0;
    }
    details?.begin();
    if (segment.isUnreadable) {
      if ((segment.claimedFlags & (TcpFlag.syn | TcpFlag.ack)) === TcpFlag.syn) this.noteSyn(segment);
      this.learnRoundTrip(segment);
      return 0;
    }
    let flags = segment.isSyn ? this.open(segment) : 0;
    this.learnInitialNumbers(segment);
    flags |= this.judgeSequence(segment);
    if ((flags & AnalysisFlag.zeroWindowProbe) === 0) flags |= this.judgeWindow(segment);
    flags |= this.judgeAcknowledgment(segment, details);
    flags |= this.judgeTransmission(segment, flags, details);
    this.update(segment, flags);
    this.learnRoundTrip(segment);
    details?.finish(segment, memory[this.own + EndWord.initialSequence] as number, flags);
    return flags;
  }

  /**
   * Whether the segment is like nearly every other, so that nothing is to be said of it: it begins where its sender's last one
   * ended, brings data or a new acknowledgment, and opens, closes, fills or exceeds nothing.
   */
  private goesOn(segment: Segment): boolean {
    const { memory, connection, own, other } = this;
    const bits = memory[own] as number;
    const otherBits = memory[other] as number;
    if ((bits & otherBits & EndBit.isUnderWay) !== EndBit.isUnderWay) return false;
    if ((segment.flags & opensClosesOrAcknowledges) !== TcpFlag.ack || segment.window === 0) return false;
    if (segment.sequence !== memory[own + EndWord.nextSequence]) return false;
    if (isAfter(segment.acknowledgment, memory[other + EndWord.acknowledgeable] as number)) return false;
    const isRoundTripKnown =
      memory[connection + ConnectionWord.handshakeRow] !== 0 || memory[connection + ConnectionWord.synRow] === 0;
    if (!isRoundTripKnown) return false;
    if (segment.length === 0) return segment.acknowledgment !== memory[own + EndWord.acknowledgment];
    const acknowledged = memory[other + EndWord.acknowledgment] as number;
    const window = memory[other + EndWord.window] as number;
    return window !== 0 && isAfter(segment.end, acknowledged) && segment.end !== advance(acknowledged, window);
  }

  private open(segment: Segment): number {
    const { memory, own, other } = this;
    const bits = memory[own] as number;
    let flags = 0;
    if (segment.acknowledges) {
      const otherBits = memory[other] as number;
      const otherInitial = memory[other + EndWord.initialSequence] as number;
      // A SYN,ACK that acknowledges more than the SYN accepts its data (RFC 7413 §4.2).
      const accepted = otherBits & EndBit.hasInitial ? relativeTo(segment.acknowledgment, otherInitial) : 1;
      if (accepted > 1) flags |= AnalysisFlag.fastOpenAccepted;
      else if (otherBits & EndBit.offeredData) flags |= AnalysisFlag.fastOpenIgnored;
      if (bits & EndBit.hasInitial && memory[own + EndWord.initialSequence] !== segment.sequence) {
        flags |= AnalysisFlag.reusedPorts;
      }
    } else {
      // Where it was sent before, what came behind a gap is no longer reckoned with.
      memory[own + EndWord.nextSequence] = memory[own + EndWord.acknowledgeable] as number;
      this.noteSyn(segment);
      if (segment.fastOpenCookie > 0) {
        flags |= AnalysisFlag.fastOpenSyn;
        if (segment.length > 0) memory[own] = bits | EndBit.offeredData;
      }
    }
    if (bits & EndBit.hasInitial && memory[own + EndWord.initialSequence] !== segment.sequence) {
      (memory[own] as number) |= EndBit.renumbered;
    }
    memory[own + EndWord.initialSequence] = segment.sequence;
    (memory[own] as number) |= EndBit.hasInitial;
    learnScale(memory, own, other, segment);
    return flags;
  }

  private noteSyn(segment: Segment): void {
    const { memory, connection } = this;
    if (memory[connection + ConnectionWord.handshakeRow] === 0) {
      memory[connection + ConnectionWord.synRow] = segment.row + 1;
    }
  }

  private learnInitialNumbers(segment: Segment): void {
    const { memory, own, other } = this;
    if (((memory[own] as number) & EndBit.hasInitial) === 0) {
      memory[own + EndWord.initialSequence] =
        segment.claimedFlags & TcpFlag.syn ? segment.sequence : advance(segment.sequence, -1);
      (memory[own] as number) |= EndBit.hasInitial;
    }
    if (segment.acknowledges && ((memory[other] as number) & EndBit.hasInitial) === 0) {
      memory[other + EndWord.initialSequence] = advance(segment.acknowledgment, -1);
      (memory[other] as number) |= EndBit.hasInitial;
    }
  }

  private learnRoundTrip(segment: Segment): void {
    const { memory, connection } = this;
    if (memory[connection + ConnectionWord.handshakeRow] !== 0 || memory[connection + ConnectionWord.synRow] === 0)
      return;
    if ((segment.claimedFlags & (TcpFlag.syn | TcpFlag.ack)) !== TcpFlag.ack) return;
    // A clock too coarse to tell the two apart: a later ACK has to do.
    const elapsed = elapsedNanoseconds(
      this.store,
      (memory[connection + ConnectionWord.synRow] as number) - 1,
      segment.row,
    );
    if (elapsed !== 0) memory[connection + ConnectionWord.handshakeRow] = segment.row + 1;
  }

  private judgeSequence(segment: Segment): number {
    const { memory, own, other } = this;
    if (((memory[own] as number) & EndBit.hasNext) === 0) return 0;
    const next = memory[own + EndWord.nextSequence] as number;
    const { sequence, length } = segment;
    if (sequence === next) {
      const otherIsClosed = ((memory[other] as number) & EndBit.hasSent) !== 0 && memory[other + EndWord.window] === 0;
      return length === 1 && otherIsClosed ? AnalysisFlag.zeroWindowProbe : 0;
    }
    if (isAfter(sequence, next)) return segment.isReset ? 0 : AnalysisFlag.lostSegment;
    return length <= 1 && !segment.opensOrCloses && advance(sequence, 1) === next ? AnalysisFlag.keepAlive : 0;
  }

  private judgeWindow(segment: Segment): number {
    if (segment.opensOrCloses) return 0;
    const { memory, own } = this;
    const { length, window } = segment;
    if (window === 0) return length > 0 ? AnalysisFlag.zeroWindow | this.judgeFull(segment) : AnalysisFlag.zeroWindow;
    if (length > 0) return this.judgeFull(segment);
    const bits = memory[own] as number;
    const isUpdate =
      (bits & EndBit.hasNext) !== 0 &&
      window !== bits >>> rawWindowShift &&
      segment.sequence === memory[own + EndWord.nextSequence] &&
      segment.acknowledgment === memory[own + EndWord.acknowledgment];
    return isUpdate ? AnalysisFlag.windowUpdate : 0;
  }

  private judgeFull(segment: Segment): number {
    const { memory, other } = this;
    const bits = memory[other] as number;
    if ((bits & EndBit.hasSent) === 0 || (bits & scaleMask) === 0) return 0;
    const edge = advance(memory[other + EndWord.acknowledgment] as number, memory[other + EndWord.window] as number);
    return segment.end === edge ? AnalysisFlag.windowFull : 0;
  }

  private judgeAcknowledgment(segment: Segment, details: SegmentDetails | null): number {
    const repeated = this.isRepeated(segment) ? this.judgeRepeated(segment, details) : 0;
    const { memory, other } = this;
    if (!segment.acknowledges || ((memory[other] as number) & EndBit.hasAcknowledgeable) === 0) return repeated;
    const acknowledgeable = memory[other + EndWord.acknowledgeable] as number;
    return isAfter(segment.acknowledgment, acknowledgeable)
      ? repeated | this.judgeUnseen(acknowledgeable, details)
      : repeated;
  }

  /**
   * The other end sent something that the capture missed. Where a gap in its data explains that, the gap counts as known from
   * now on. Where none does, it is said once for each acknowledgment number that the other end repeats.
   */
  private judgeUnseen(acknowledgeable: number, details: SegmentDetails | null): number {
    const { memory, other } = this;
    const next = memory[other + EndWord.nextSequence] as number;
    if (details !== null) details.examined = true;
    if (acknowledgeable !== next) {
      memory[other + EndWord.acknowledgeable] = next;
      return AnalysisFlag.acknowledgedLostSegment;
    }
    const bits = memory[other] as number;
    memory[other] = bits | EndBit.repeats;
    memory[other + EndWord.duplicates] = 0;
    return bits & EndBit.repeats ? 0 : AnalysisFlag.acknowledgedLostSegment;
  }

  /** The segment says nothing that its sender has not said before. */
  private isRepeated(segment: Segment): boolean {
    const { memory, own } = this;
    const bits = memory[own] as number;
    return (
      segment.length === 0 &&
      (bits & EndBit.hasNext) !== 0 &&
      segment.window === bits >>> rawWindowShift &&
      segment.sequence === memory[own + EndWord.nextSequence] &&
      segment.acknowledgment === memory[own + EndWord.acknowledgment] &&
      segment.acknowledgment !== 0 &&
      !segment.opensOrCloses
    );
  }

  private judgeRepeated(segment: Segment, details: SegmentDetails | null): number {
    const { memory, own, other } = this;
    const otherBits = memory[other] as number;
    if (segment.window === 0) {
      return otherBits & EndBit.lastWasZeroWindowProbe ? AnalysisFlag.zeroWindowProbeAcknowledgment : 0;
    }
    if (otherBits & EndBit.lastWasKeepAlive) return AnalysisFlag.keepAliveAcknowledgment;
    // An end may repeat itself only to send an option of Multipath TCP. tshark passes over what follows one of a new kind.
    if ((memory[own] as number) & EndBit.hasNewOption) return 0;
    const duplicates = (memory[own + EndWord.duplicates] as number) + 1;
    memory[own + EndWord.duplicates] = duplicates;
    (memory[own] as number) |= EndBit.repeats;
    if (details !== null) {
      details.duplicateNumber = duplicates;
      details.duplicatedRow = memory[own + EndWord.originalRow] as number;
    }
    return AnalysisFlag.duplicateAcknowledgment;
  }

  private judgeTransmission(segment: Segment, flags: number, details: SegmentDetails | null): number {
    if (flags & AnalysisFlag.keepAlive) return 0;
    const { memory, own, other } = this;
    const acknowledged = memory[other + EndWord.acknowledgment] as number;
    if (
      segment.length > 0 &&
      acknowledged !== 0 &&
      isAtOrBefore(advance(segment.sequence, segment.length), acknowledged)
    ) {
      return AnalysisFlag.retransmission | AnalysisFlag.spuriousRetransmission;
    }
    if (segment.length === 0 && !segment.isSyn && !segment.isFin) return 0;
    const next = memory[own + EndWord.nextSequence] as number;
    if (((memory[own] as number) & EndBit.hasNext) === 0 || !isBefore(segment.sequence, next)) return 0;
    // The byte of a zero-window probe that was not taken goes out again at the head of a longer segment.
    if (segment.length > 1 && advance(segment.sequence, 1) === next) return 0;
    if (this.answersDuplicates(segment)) return AnalysisFlag.retransmission | AnalysisFlag.fastRetransmission;
    if (segment.end !== next && this.isSoonAfterNewest(segment)) return AnalysisFlag.outOfOrder;
    details?.resent(segment, memory[own + EndWord.nextSequenceRow] as number);
    return AnalysisFlag.retransmission;
  }

  private answersDuplicates(segment: Segment): boolean {
    const { memory, other } = this;
    const duplicates = memory[other + EndWord.duplicates] as number;
    const mayRepeatUnseen = duplicates === 0 && ((memory[other] as number) & EndBit.repeats) !== 0;
    if (duplicates < 2 && !mayRepeatUnseen) return false;
    if (memory[other + EndWord.acknowledgment] !== segment.sequence) return false;
    const since = elapsedNanoseconds(this.store, memory[other + EndWord.acknowledgmentRow] as number, segment.row);
    return since >= 0 && since < fastRetransmissionNanoseconds;
  }

  private isSoonAfterNewest(segment: Segment): boolean {
    const { memory, own, connection, store } = this;
    const handshake = memory[connection + ConnectionWord.handshakeRow] as number;
    const syn = memory[connection + ConnectionWord.synRow] as number;
    const threshold = handshake > 0 ? elapsedNanoseconds(store, syn - 1, handshake - 1) : outOfOrderNanoseconds;
    const since = elapsedNanoseconds(store, memory[own + EndWord.nextSequenceRow] as number, segment.row);
    return since >= 0 && since < threshold;
  }

  private update(segment: Segment, flags: number): void {
    this.updateSequence(segment, flags);
    const { memory, own } = this;
    const { acknowledgment, row } = segment;
    if (acknowledgment !== memory[own + EndWord.acknowledgment]) {
      memory[own + EndWord.acknowledgment] = acknowledgment;
      memory[own + EndWord.originalRow] = row;
      memory[own + EndWord.duplicates] = 0;
      (memory[own] as number) &= ~EndBit.repeats;
    }
    memory[own + EndWord.acknowledgmentRow] = row;
    memory[own + EndWord.window] = segment.window * this.windowFactor(segment);
    let bits = (memory[own] as number) & 0xffff & ~ofOneSegment;
    bits |= EndBit.hasSent;
    bits |= flags & AnalysisFlag.keepAlive ? EndBit.lastWasKeepAlive : 0;
    bits |= flags & AnalysisFlag.zeroWindowProbe ? EndBit.lastWasZeroWindowProbe : 0;
    memory[own] = bits | (segment.window << rawWindowShift);
    if (segment.bringsNewOption) {
      (memory[own] as number) |= EndBit.hasNewOption;
      (memory[this.other] as number) |= EndBit.hasNewOption;
    }
  }

  /**
   * As in tshark, the sequence number 0 stands for none. So a reset whose number is 0 (RFC 9293 §3.10.7.1: it answers a segment
   * without ACK) says nothing of where its sender is, and the next segment begins anew.
   */
  private updateSequence(segment: Segment, flags: number): void {
    const { memory, own } = this;
    let bits = memory[own] as number;
    const isNext = (bits & EndBit.hasNext) === 0 || isAfter(segment.end, memory[own + EndWord.nextSequence] as number);
    if (isNext && (flags & AnalysisFlag.zeroWindowProbe) === 0) {
      memory[own + EndWord.nextSequence] = segment.end;
      memory[own + EndWord.nextSequenceRow] = segment.row;
      bits = segment.end === 0 ? bits & ~EndBit.hasNext : bits | EndBit.hasNext;
    }
    if ((bits & EndBit.hasAcknowledgeable) === 0 || memory[own + EndWord.acknowledgeable] === segment.sequence) {
      const next = memory[own + EndWord.nextSequence] as number;
      memory[own + EndWord.acknowledgeable] = next;
      bits = next === 0 ? bits & ~EndBit.hasAcknowledgeable : bits | EndBit.hasAcknowledgeable;
    }
    memory[own] = bits;
  }

  /** What the window of a SYN says is not scaled (RFC 7323 §2.2). */
  private windowFactor(segment: Segment): number {
    if (segment.isSyn) return 1;
    const factor = scaleFactor(this.memory, this.own);
    return factor > 0 ? factor : 1;
  }
}
