import { Connection, End } from './connection-record';
import { EndBit, StateBit, stateMask, TcpState } from './constants';
import { segment } from './segment';
import { isAfter, isAtOrAfter, sequenceDistance } from './sequence-number';

// The states of both ends by RFC 9293 §3.10, as far as the capture point can know them: a segment that passes is taken to arrive,
// and what an end sends tells what it must have received. Runs behind the analysis of the same segment.

/** @returns the states of both ends behind the segment, as in the store's `states` column */
export function advanceStates(connection: Connection, own: End, other: End): i32 {
  if (segment.opensOrCloses || isUnsettled(own.state) || isUnsettled(other.state)) {
    learnFromAcknowledgment(own, other);
    send(own, other);
    receive(own, other);
  }
  return state(connection.end(false)) | (state(connection.end(true)) << 4);
}

/** Whether a segment without SYN, FIN and RST can change the state of this end. */
function isUnsettled(word: i32): bool {
  const state = word & stateMask;
  return (state != TcpState.established && state != TcpState.partial) || (word & StateBit.finWaits) != 0;
}

function state(end: End): i32 {
  return end.state & stateMask;
}

function enter(end: End, state: i32): void {
  end.state = (end.state & ~stateMask) | state;
  if (state == TcpState.closed) end.state |= StateBit.over;
}

function is(end: End, bit: i32): bool {
  return (end.state & bit) != 0;
}

/** An end of which nothing was seen yet. */
function isUnseen(end: End): bool {
  return state(end) == TcpState.closed && !is(end, StateBit.over);
}

/** Who acknowledges a FIN has received it. */
function learnFromAcknowledgment(own: End, other: End): void {
  if (segment.acknowledges && !segment.isReset && coversFin(segment.acknowledgment, other)) takeFin(own);
}

/** Whether an acknowledgment covers the FIN that an end has sent. */
function coversFin(acknowledgment: i32, end: End): bool {
  return is(end, StateBit.finSent) && isAtOrAfter(acknowledgment, end.finish);
}

// What sending tells

function send(own: End, other: End): void {
  if (segment.isReset) {
    enter(own, TcpState.closed);
  } else if (segment.isSyn) {
    sendSyn(own, other);
  } else {
    if (!is(own, StateBit.over)) sendInConnection(own, other);
    if (segment.isFin) sendFin(own, other);
  }
}

function sendSyn(own: End, other: End): void {
  const before = state(own);
  if (!segment.acknowledges) {
    // An OPEN after a refused one, with the same initial sequence number.
    if (is(own, StateBit.over)) {
      own.state &= ~StateBit.ofConnection;
      other.state &= ~StateBit.ofConnection;
    }
    if (isUnseen(own) || before == TcpState.listen) enter(own, TcpState.synSent);
  } else if (isUnseen(own) || before == TcpState.listen) {
    own.state |= StateBit.passive | StateBit.answered;
    enter(own, TcpState.synReceived);
  } else if (before == TcpState.synSent) enter(own, TcpState.synReceived);
}

/** Data and acknowledgments are sent only in a connection: what led to it was not captured. */
function sendInConnection(own: End, other: End): void {
  const before = state(own);
  if (before == TcpState.closed) enter(own, TcpState.partial);
  else if (before == TcpState.synSent && segment.acknowledges) enter(own, TcpState.established);
  else if (before == TcpState.listen && segment.acknowledges) enter(own, TcpState.established);
  else if (before == TcpState.synReceived && segment.length > 0) {
    const isFastOpen = (other.bits & EndBit.offeredData) != 0;
    if (!isFastOpen) enter(own, TcpState.established);
  }
}

/** RFC 9293 §3.10.4: CLOSE. */
function sendFin(own: End, other: End): void {
  if (is(own, StateBit.over) || is(own, StateBit.finSent)) return;
  own.finish = segment.end;
  own.state |= StateBit.finSent;
  const crosses = is(own, StateBit.finReceived) && segment.acknowledges && !coversFin(segment.acknowledgment, other);
  if (crosses) own.state &= ~StateBit.finReceived;
  enter(own, state(own) == TcpState.closeWait && !crosses ? TcpState.lastAck : TcpState.finWait1);
}

// What receiving does

function receive(own: End, other: End): void {
  if (segment.isReset) {
    receiveReset(other);
    return;
  }
  if (is(other, StateBit.over)) return;
  if (segment.isSyn) receiveSyn(other);
  else if (segment.acknowledges) receiveAcknowledgment(own, other);
  else if (isUnseen(other)) enter(other, TcpState.partial);
  if (is(own, StateBit.finSent) && canDeliverFin(own, other)) takeFin(other);
}

/** RFC 9293 §3.10.7.3 and §3.10.7.4; §3.5.2 for what a reset does. A reset outside the window does nothing. */
function receiveReset(other: End): void {
  const before = state(other);
  if (is(other, StateBit.over) || before == TcpState.listen) return;
  if (before == TcpState.synSent) {
    if (segment.acknowledges && acknowledgesSyn(other)) enter(other, TcpState.closed);
  } else if (acceptsReset(other)) {
    const listens = before == TcpState.synReceived && is(other, StateBit.passive);
    enter(other, listens ? TcpState.listen : TcpState.closed);
  }
}

function acceptsReset(other: End): bool {
  const hasSent = (other.bits & EndBit.hasNext) != 0;
  if (!hasSent || other.acknowledgment == 0) return true;
  const offset = sequenceDistance(segment.sequence, other.acknowledgment);
  return offset >= 0 && offset <= max(1, other.window);
}

function acknowledgesSyn(other: End): bool {
  return isAfter(segment.acknowledgment, other.initialSequence);
}

function receiveSyn(other: End): void {
  const before = state(other);
  if (!segment.acknowledges) {
    if (isUnseen(other)) {
      other.state |= StateBit.passive;
      enter(other, TcpState.listen);
    } else if (before == TcpState.synSent) enter(other, TcpState.synReceived);
    return;
  }
  const opens = isUnseen(other) || before == TcpState.synSent || before == TcpState.synReceived;
  if (opens && acknowledgesSyn(other)) enter(other, TcpState.established);
}

/** RFC 9293 §3.10.7.4, fifth: check the ACK field. */
function receiveAcknowledgment(own: End, other: End): void {
  // What was sent behind a FIN arrives behind it.
  if (is(own, StateBit.finSent) && segment.sequence == own.finish) takeFin(other);
  const before = state(other);
  if (isUnseen(other)) enter(other, TcpState.partial);
  else if (before == TcpState.listen) enter(other, TcpState.established);
  else if (before == TcpState.synReceived && acknowledgesSyn(other)) enter(other, TcpState.established);
  if (!coversFin(segment.acknowledgment, other)) return;
  if (before == TcpState.finWait1) enter(other, TcpState.finWait2);
  else if (before == TcpState.closing) enter(other, TcpState.timeWait);
  else if (before == TcpState.lastAck) enter(other, TcpState.closed);
}

/** A FIN behind a gap waits until the gap is filled. */
function canDeliverFin(own: End, other: End): bool {
  if (!segment.isFin && !is(other, StateBit.finWaits)) return false;
  const delivers = own.acknowledgeable == own.nextSequence && own.nextSequence == own.finish;
  if (delivers) other.state &= ~StateBit.finWaits;
  else other.state |= StateBit.finWaits;
  return delivers;
}

/** RFC 9293 §3.10.7.4, eighth: check the FIN bit. */
function takeFin(end: End): void {
  if (is(end, StateBit.finReceived | StateBit.over)) return;
  end.state |= StateBit.finReceived;
  const before = state(end);
  if (before == TcpState.finWait1) enter(end, TcpState.closing);
  else if (before == TcpState.finWait2) enter(end, TcpState.timeWait);
  else enter(end, TcpState.closeWait);
}
