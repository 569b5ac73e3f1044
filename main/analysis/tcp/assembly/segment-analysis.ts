import { Connection, End } from './connection-record';
import { AnalysisFlag, EndBit, rawWindowShift, scaleMask, TcpFlag } from './constants';
import { details } from './details';
import { elapsedNanoseconds } from './host';
import { openOrClose, segment } from './segment';
import { isAfter, isAtOrBefore, isBefore, relativeTo } from './sequence-number';
import { learnScale, windowFactor } from './window-scale';

// The verdicts that Wireshark gives by default, as its user's guide explains them in the chapter TCP Analysis and as tshark 4.0
// answers. No list of segments is kept: each costs the same, however many are in flight. A replay asks for details, and the very
// same analysis tells the numbers behind the verdicts.

/** A resend this soon after the last of several duplicate ACKs answers them. */
const fastRetransmissionNanoseconds: f64 = 20_000_000;
/** The flags that `goesOn` looks at. */
const opensClosesOrAcknowledges: i32 = openOrClose | TcpFlag.ack;
/** How late an out-of-order segment may be where the initial round trip is unknown. */
const outOfOrderNanoseconds: f64 = 3_000_000;
/** Bits that the next segment of the same end takes away. */
const ofOneSegment: i32 = EndBit.lastWasKeepAlive | EndBit.lastWasZeroWindowProbe | EndBit.hasNewOption;

/** Takes in the next segment of a connection. @returns `AnalysisFlag` bits */
export function analyze(connection: Connection, own: End, other: End, wantsDetails: bool): i32 {
  if (!wantsDetails && goesOn(connection, own, other)) {
    update(own, other, 0);
    return 0;
  }
  details.begin();
  if (segment.isUnreadable) {
    if ((segment.claimedFlags & (TcpFlag.syn | TcpFlag.ack)) == TcpFlag.syn) noteSyn(connection);
    learnRoundTrip(connection);
    return 0;
  }
  let flags = segment.isSyn ? open(connection, own, other) : 0;
  learnInitialNumbers(own, other);
  flags |= judgeSequence(own, other);
  if ((flags & AnalysisFlag.zeroWindowProbe) == 0) flags |= judgeWindow(own, other);
  flags |= judgeAcknowledgment(own, other);
  flags |= judgeTransmission(connection, own, other, flags);
  update(own, other, flags);
  learnRoundTrip(connection);
  return flags;
}

/**
 * Whether the segment is like nearly every other, so that nothing is to be said of it: it begins where its sender's last one
 * ended, brings data or a new acknowledgment, and opens, closes, fills or exceeds nothing.
 */
function goesOn(connection: Connection, own: End, other: End): bool {
  if ((own.bits & other.bits & EndBit.isUnderWay) != EndBit.isUnderWay) return false;
  if ((segment.flags & opensClosesOrAcknowledges) != TcpFlag.ack || segment.window == 0) return false;
  if (segment.sequence != own.nextSequence) return false;
  if (isAfter(segment.acknowledgment, other.acknowledgeable)) return false;
  const isRoundTripKnown = connection.handshakeRow != 0 || connection.synRow == 0;
  if (!isRoundTripKnown) return false;
  if (segment.length == 0) return segment.acknowledgment != own.acknowledgment;
  const acknowledged = other.acknowledgment;
  const window = other.window;
  return window != 0 && isAfter(segment.end, acknowledged) && segment.end != acknowledged + window;
}

function open(connection: Connection, own: End, other: End): i32 {
  const bits = own.bits;
  const isOther = (bits & EndBit.hasInitial) != 0 && own.initialSequence != segment.sequence;
  let flags = 0;
  if (segment.acknowledges) {
    // A SYN,ACK that acknowledges more than the SYN accepts its data (RFC 7413 §4.2).
    const isKnown = (other.bits & EndBit.hasInitial) != 0;
    const accepted: u32 = isKnown ? relativeTo(segment.acknowledgment, other.initialSequence) : 1;
    if (accepted > 1) flags |= AnalysisFlag.fastOpenAccepted;
    else if (other.bits & EndBit.offeredData) flags |= AnalysisFlag.fastOpenIgnored;
    if (isOther) flags |= AnalysisFlag.reusedPorts;
  } else {
    // Where it was sent before, what came behind a gap is no longer reckoned with.
    own.nextSequence = own.acknowledgeable;
    noteSyn(connection);
    if (segment.fastOpenCookie > 0) {
      flags |= AnalysisFlag.fastOpenSyn;
      if (segment.length > 0) own.bits = bits | EndBit.offeredData;
    }
  }
  if (isOther) own.bits |= EndBit.renumbered;
  own.initialSequence = segment.sequence;
  own.bits |= EndBit.hasInitial;
  learnScale(own, other);
  return flags;
}

function noteSyn(connection: Connection): void {
  if (connection.handshakeRow == 0) connection.synRow = segment.row + 1;
}

function learnInitialNumbers(own: End, other: End): void {
  if ((own.bits & EndBit.hasInitial) == 0) {
    own.initialSequence = segment.claimedFlags & TcpFlag.syn ? segment.sequence : segment.sequence - 1;
    own.bits |= EndBit.hasInitial;
  }
  if (segment.acknowledges && (other.bits & EndBit.hasInitial) == 0) {
    other.initialSequence = segment.acknowledgment - 1;
    other.bits |= EndBit.hasInitial;
  }
}

function learnRoundTrip(connection: Connection): void {
  if (connection.handshakeRow != 0 || connection.synRow == 0) return;
  if ((segment.claimedFlags & (TcpFlag.syn | TcpFlag.ack)) != TcpFlag.ack) return;
  // A clock too coarse to tell the two apart: a later ACK has to do.
  if (elapsedNanoseconds(connection.synRow - 1, segment.row) != 0) connection.handshakeRow = segment.row + 1;
}

function judgeSequence(own: End, other: End): i32 {
  if ((own.bits & EndBit.hasNext) == 0) return 0;
  const next = own.nextSequence;
  const sequence = segment.sequence;
  const length = segment.length;
  if (sequence == next) {
    const otherIsClosed = (other.bits & EndBit.hasSent) != 0 && other.window == 0;
    return length == 1 && otherIsClosed ? AnalysisFlag.zeroWindowProbe : 0;
  }
  if (isAfter(sequence, next)) return segment.isReset ? 0 : AnalysisFlag.lostSegment;
  return length <= 1 && !segment.opensOrCloses && sequence + 1 == next ? AnalysisFlag.keepAlive : 0;
}

function judgeWindow(own: End, other: End): i32 {
  if (segment.opensOrCloses) return 0;
  const window = segment.window;
  if (window == 0) return segment.length > 0 ? AnalysisFlag.zeroWindow | judgeFull(other) : AnalysisFlag.zeroWindow;
  if (segment.length > 0) return judgeFull(other);
  const isUpdate =
    (own.bits & EndBit.hasNext) != 0 &&
    window != own.bits >>> rawWindowShift &&
    segment.sequence == own.nextSequence &&
    segment.acknowledgment == own.acknowledgment;
  return isUpdate ? AnalysisFlag.windowUpdate : 0;
}

function judgeFull(other: End): i32 {
  if ((other.bits & EndBit.hasSent) == 0 || (other.bits & scaleMask) == 0) return 0;
  return segment.end == other.acknowledgment + other.window ? AnalysisFlag.windowFull : 0;
}

function judgeAcknowledgment(own: End, other: End): i32 {
  const repeated = isRepeated(own) ? judgeRepeated(own, other) : 0;
  if (!segment.acknowledges || (other.bits & EndBit.hasAcknowledgeable) == 0) return repeated;
  return isAfter(segment.acknowledgment, other.acknowledgeable) ? repeated | judgeUnseen(other) : repeated;
}

/**
 * The other end sent something that the capture missed. Where a gap in its data explains that, the gap counts as known from
 * now on. Where none does, it is said once for each acknowledgment number that the other end repeats.
 */
function judgeUnseen(other: End): i32 {
  details.examined = 1;
  if (other.acknowledgeable != other.nextSequence) {
    other.acknowledgeable = other.nextSequence;
    return AnalysisFlag.acknowledgedLostSegment;
  }
  const bits = other.bits;
  other.bits = bits | EndBit.repeats;
  other.duplicates = 0;
  return bits & EndBit.repeats ? 0 : AnalysisFlag.acknowledgedLostSegment;
}

/** The segment says nothing that its sender has not said before. */
function isRepeated(own: End): bool {
  return (
    segment.length == 0 &&
    (own.bits & EndBit.hasNext) != 0 &&
    segment.window == own.bits >>> rawWindowShift &&
    segment.sequence == own.nextSequence &&
    segment.acknowledgment == own.acknowledgment &&
    segment.acknowledgment != 0 &&
    !segment.opensOrCloses
  );
}

function judgeRepeated(own: End, other: End): i32 {
  if (segment.window == 0) {
    return other.bits & EndBit.lastWasZeroWindowProbe ? AnalysisFlag.zeroWindowProbeAcknowledgment : 0;
  }
  if (other.bits & EndBit.lastWasKeepAlive) return AnalysisFlag.keepAliveAcknowledgment;
  // An end may repeat itself only to send an option of Multipath TCP. tshark passes over what follows one of a new kind.
  if (own.bits & EndBit.hasNewOption) return 0;
  own.duplicates += 1;
  own.bits |= EndBit.repeats;
  details.duplicateNumber = own.duplicates;
  details.duplicatedRow = own.originalRow;
  return AnalysisFlag.duplicateAcknowledgment;
}

function judgeTransmission(connection: Connection, own: End, other: End, flags: i32): i32 {
  if (flags & AnalysisFlag.keepAlive) return 0;
  const length = segment.length;
  const acknowledged = other.acknowledgment;
  if (length > 0 && acknowledged != 0 && isAtOrBefore(segment.sequence + length, acknowledged)) {
    return AnalysisFlag.retransmission | AnalysisFlag.spuriousRetransmission;
  }
  if (length == 0 && !segment.isSyn && !segment.isFin) return 0;
  const next = own.nextSequence;
  if ((own.bits & EndBit.hasNext) == 0 || !isBefore(segment.sequence, next)) return 0;
  // The byte of a zero-window probe that was not taken goes out again at the head of a longer segment.
  if (length > 1 && segment.sequence + 1 == next) return 0;
  if (answersDuplicates(other)) return AnalysisFlag.retransmission | AnalysisFlag.fastRetransmission;
  if (segment.end != next && isSoonAfterNewest(connection, own)) return AnalysisFlag.outOfOrder;
  details.resentAfter = own.nextSequenceRow;
  return AnalysisFlag.retransmission;
}

function answersDuplicates(other: End): bool {
  const duplicates = other.duplicates;
  const mayRepeatUnseen = duplicates == 0 && (other.bits & EndBit.repeats) != 0;
  if (duplicates < 2 && !mayRepeatUnseen) return false;
  if (other.acknowledgment != segment.sequence) return false;
  const since = elapsedNanoseconds(other.acknowledgmentRow, segment.row);
  return since >= 0 && since < fastRetransmissionNanoseconds;
}

function isSoonAfterNewest(connection: Connection, own: End): bool {
  const handshake = connection.handshakeRow;
  const threshold = handshake > 0 ? elapsedNanoseconds(connection.synRow - 1, handshake - 1) : outOfOrderNanoseconds;
  const since = elapsedNanoseconds(own.nextSequenceRow, segment.row);
  return since >= 0 && since < threshold;
}

function update(own: End, other: End, flags: i32): void {
  updateSequence(own, flags);
  const acknowledgment = segment.acknowledgment;
  if (acknowledgment != own.acknowledgment) {
    own.acknowledgment = acknowledgment;
    own.originalRow = segment.row;
    own.duplicates = 0;
    own.bits &= ~EndBit.repeats;
  }
  own.acknowledgmentRow = segment.row;
  own.window = segment.window * windowFactor(own);
  let bits = (own.bits & 0xffff & ~ofOneSegment) | EndBit.hasSent;
  if (flags & AnalysisFlag.keepAlive) bits |= EndBit.lastWasKeepAlive;
  if (flags & AnalysisFlag.zeroWindowProbe) bits |= EndBit.lastWasZeroWindowProbe;
  own.bits = bits | (segment.window << rawWindowShift);
  if (segment.bringsNewOption) {
    own.bits |= EndBit.hasNewOption;
    other.bits |= EndBit.hasNewOption;
  }
}

/**
 * As in tshark, the sequence number 0 stands for none. So a reset whose number is 0 (RFC 9293 §3.10.7.1: it answers a segment
 * without ACK) says nothing of where its sender is, and the next segment begins anew.
 */
function updateSequence(own: End, flags: i32): void {
  let bits = own.bits;
  const isNext = (bits & EndBit.hasNext) == 0 || isAfter(segment.end, own.nextSequence);
  if (isNext && (flags & AnalysisFlag.zeroWindowProbe) == 0) {
    own.nextSequence = segment.end;
    own.nextSequenceRow = segment.row;
    bits = segment.end == 0 ? bits & ~EndBit.hasNext : bits | EndBit.hasNext;
  }
  if ((bits & EndBit.hasAcknowledgeable) == 0 || own.acknowledgeable == segment.sequence) {
    const next = own.nextSequence;
    own.acknowledgeable = next;
    bits = next == 0 ? bits & ~EndBit.hasAcknowledgeable : bits | EndBit.hasAcknowledgeable;
  }
  own.bits = bits;
}
