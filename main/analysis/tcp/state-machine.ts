import { ConnectionWord, EndBit, EndWord, StateBit, stateMask } from './connection-record';
import type { Segment } from './segment';
import { isAfter, isAtOrAfter, sequenceDistance } from './sequence-number';
import { TcpState } from './tcp-state';

/**
 * The states of both ends by RFC 9293 §3.10, as far as the capture point can know them: a segment that passes is taken to
 * arrive, and what an end sends tells what it must have received. Runs behind the analysis of the same segment.
 */
export class StateMachine {
  private memory: Int32Array = new Int32Array(0);
  private own = 0;
  private other = 0;

  /** @returns the states of both ends behind the segment, as in the store's `states` column */
  advance(memory: Int32Array, connection: number, segment: Segment): number {
    const client = connection + ConnectionWord.clientEnd + EndWord.state;
    const server = connection + ConnectionWord.serverEnd + EndWord.state;
    if (segment.opensOrCloses || isUnsettled(memory[client] as number) || isUnsettled(memory[server] as number)) {
      this.memory = memory;
      this.own = connection + (segment.fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd);
      this.other = connection + (segment.fromServer ? ConnectionWord.clientEnd : ConnectionWord.serverEnd);
      this.learnFromAcknowledgment(segment);
      this.send(segment);
      this.receive(segment);
    }
    return ((memory[client] as number) & stateMask) | (((memory[server] as number) & stateMask) << 4);
  }

  private state(end: number): number {
    return (this.memory[end + EndWord.state] as number) & stateMask;
  }

  private enter(end: number, state: number): void {
    const word = end + EndWord.state;
    this.memory[word] = ((this.memory[word] as number) & ~stateMask) | state;
    if (state === TcpState.closed) this.mark(end, StateBit.over);
  }

  private is(end: number, bit: number): boolean {
    return ((this.memory[end + EndWord.state] as number) & bit) !== 0;
  }

  private mark(end: number, bit: number): void {
    (this.memory[end + EndWord.state] as number) |= bit;
  }

  private unmark(end: number, bit: number): void {
    (this.memory[end + EndWord.state] as number) &= ~bit;
  }

  /** An end of which nothing was seen yet. */
  private isUnseen(end: number): boolean {
    return this.state(end) === TcpState.closed && !this.is(end, StateBit.over);
  }

  /** Who acknowledges a FIN has received it. */
  private learnFromAcknowledgment(segment: Segment): void {
    if (segment.acknowledges && !segment.isReset && this.covers(segment.acknowledgment, this.other))
      this.takeFin(this.own);
  }

  /** Whether an acknowledgment covers the FIN that an end has sent. */
  private covers(acknowledgment: number, end: number): boolean {
    return this.is(end, StateBit.finSent) && isAtOrAfter(acknowledgment, this.memory[end + EndWord.finish] as number);
  }

  // What sending tells

  private send(segment: Segment): void {
    const { own } = this;
    if (segment.isReset) {
      this.enter(own, TcpState.closed);
    } else if (segment.isSyn) {
      this.sendSyn(segment);
    } else {
      if (!this.is(own, StateBit.over)) this.sendInConnection(segment);
      if (segment.isFin) this.sendFin(segment);
    }
  }

  private sendSyn(segment: Segment): void {
    const { own } = this;
    const state = this.state(own);
    if (!segment.acknowledges) {
      // An OPEN after a refused one, with the same initial sequence number.
      if (this.is(own, StateBit.over)) this.reopen();
      if (this.isUnseen(own) || state === TcpState.listen) this.enter(own, TcpState.synSent);
    } else if (this.isUnseen(own) || state === TcpState.listen) {
      this.mark(own, StateBit.passive | StateBit.answered);
      this.enter(own, TcpState.synReceived);
    } else if (state === TcpState.synSent) this.enter(own, TcpState.synReceived);
  }

  private reopen(): void {
    this.unmark(this.own, StateBit.ofConnection);
    this.unmark(this.other, StateBit.ofConnection);
  }

  /** Data and acknowledgments are sent only in a connection: what led to it was not captured. */
  private sendInConnection(segment: Segment): void {
    const { own, other } = this;
    const state = this.state(own);
    if (state === TcpState.closed) this.enter(own, TcpState.partial);
    else if (state === TcpState.synSent && segment.acknowledges) this.enter(own, TcpState.established);
    else if (state === TcpState.listen && segment.acknowledges) this.enter(own, TcpState.established);
    else if (state === TcpState.synReceived && segment.length > 0) {
      const isFastOpen = ((this.memory[other] as number) & EndBit.offeredData) !== 0;
      if (!isFastOpen) this.enter(own, TcpState.established);
    }
  }

  /** RFC 9293 §3.10.4: CLOSE. */
  private sendFin(segment: Segment): void {
    const { own, other } = this;
    if (this.is(own, StateBit.over) || this.is(own, StateBit.finSent)) return;
    this.memory[own + EndWord.finish] = segment.end;
    this.mark(own, StateBit.finSent);
    const crosses =
      this.is(own, StateBit.finReceived) && segment.acknowledges && !this.covers(segment.acknowledgment, other);
    if (crosses) this.unmark(own, StateBit.finReceived);
    if (this.state(own) === TcpState.closeWait && !crosses) this.enter(own, TcpState.lastAck);
    else this.enter(own, TcpState.finWait1);
  }

  // What receiving does

  private receive(segment: Segment): void {
    const { own, other } = this;
    if (segment.isReset) {
      this.receiveReset(segment);
      return;
    }
    if (this.is(other, StateBit.over)) return;
    if (segment.isSyn) this.receiveSyn(segment);
    else if (segment.acknowledges) this.receiveAcknowledgment(segment);
    else if (this.isUnseen(other)) this.enter(other, TcpState.partial);
    if (this.is(own, StateBit.finSent) && this.canDeliverFin(segment)) this.takeFin(other);
  }

  /** RFC 9293 §3.10.7.3 and §3.10.7.4; §3.5.2 for what a reset does. A reset outside the window does nothing. */
  private receiveReset(segment: Segment): void {
    const { other } = this;
    const state = this.state(other);
    if (this.is(other, StateBit.over) || state === TcpState.listen) return;
    if (state === TcpState.synSent) {
      if (segment.acknowledges && this.acknowledgesSyn(segment)) this.enter(other, TcpState.closed);
    } else if (this.accepts(segment)) {
      const listens = state === TcpState.synReceived && this.is(other, StateBit.passive);
      this.enter(other, listens ? TcpState.listen : TcpState.closed);
    }
  }

  private accepts(segment: Segment): boolean {
    const { memory, other } = this;
    const hasSent = ((memory[other] as number) & EndBit.hasNext) !== 0;
    if (!hasSent || memory[other + EndWord.acknowledgment] === 0) return true;
    const offset = sequenceDistance(segment.sequence, memory[other + EndWord.acknowledgment] as number);
    return offset >= 0 && offset <= Math.max(1, memory[other + EndWord.window] as number);
  }

  private acknowledgesSyn(segment: Segment): boolean {
    return isAfter(segment.acknowledgment, this.memory[this.other + EndWord.initialSequence] as number);
  }

  private receiveSyn(segment: Segment): void {
    const { other } = this;
    const state = this.state(other);
    if (!segment.acknowledges) {
      if (this.isUnseen(other)) {
        this.mark(other, StateBit.passive);
        this.enter(other, TcpState.listen);
      } else if (state === TcpState.synSent) this.enter(other, TcpState.synReceived);
      return;
    }
    const opens = this.isUnseen(other) || state === TcpState.synSent || state === TcpState.synReceived;
    if (opens && this.acknowledgesSyn(segment)) this.enter(other, TcpState.established);
  }

  /** RFC 9293 §3.10.7.4, fifth: check the ACK field. */
  private receiveAcknowledgment(segment: Segment): void {
    const { memory, own, other } = this;
    // What was sent behind a FIN arrives behind it.
    const isBehindFin = this.is(own, StateBit.finSent) && segment.sequence === memory[own + EndWord.finish];
    if (isBehindFin) this.takeFin(other);
    const state = this.state(other);
    if (this.isUnseen(other)) this.enter(other, TcpState.partial);
    else if (state === TcpState.listen) this.enter(other, TcpState.established);
    else if (state === TcpState.synReceived && this.acknowledgesSyn(segment)) this.enter(other, TcpState.established);
    if (!this.covers(segment.acknowledgment, other)) return;
    if (state === TcpState.finWait1) this.enter(other, TcpState.finWait2);
    else if (state === TcpState.closing) this.enter(other, TcpState.timeWait);
    else if (state === TcpState.lastAck) this.enter(other, TcpState.closed);
  }

  /** A FIN behind a gap waits until the gap is filled. */
  private canDeliverFin(segment: Segment): boolean {
    const { memory, own } = this;
    if (!segment.isFin && !this.is(this.other, StateBit.finWaits)) return false;
    const delivers =
      memory[own + EndWord.acknowledgeable] === memory[own + EndWord.nextSequence] &&
      memory[own + EndWord.nextSequence] === memory[own + EndWord.finish];
    if (delivers) this.unmark(this.other, StateBit.finWaits);
    else this.mark(this.other, StateBit.finWaits);
    return delivers;
  }

  /** RFC 9293 §3.10.7.4, eighth: check the FIN bit. */
  private takeFin(end: number): void {
    if (this.is(end, StateBit.finReceived | StateBit.over)) return;
    this.mark(end, StateBit.finReceived);
    const state = this.state(end);
    if (state === TcpState.finWait1) this.enter(end, TcpState.closing);
    else if (state === TcpState.finWait2) this.enter(end, TcpState.timeWait);
    else this.enter(end, TcpState.closeWait);
  }
}

/** Whether a segment without SYN, FIN and RST can change the state of this end. */
function isUnsettled(word: number): boolean {
  const state = word & stateMask;
  return (state !== TcpState.established && state !== TcpState.partial) || (word & StateBit.finWaits) !== 0;
}
