/** The sending half of one end: what is in flight, when it counts as lost, what may be sent now (RFC 5681, 6298, 6675). */

interface Flight {
  sequence: number;
  /** Sequence space taken, SYN and FIN counted. */
  length: number;
  sentAt: number;
  sacked: boolean;
  lost: boolean;
  resent: boolean;
  control: 'syn' | 'fin' | null;
}

export interface SenderLimits {
  /** Bytes of data a segment may carry. */
  payload: number;
  initialWindowSegments: number;
  maximumWindow: number;
  minimumRto: number;
}

export type Emit = (sequence: number, length: number, control: 'syn' | 'fin' | null, last: boolean) => void;

const INITIAL_RTO = 1_000_000;
const MAXIMUM_RTO = 60_000_000;
const DUPLICATE_ACKS = 3;

export class Sender {
  unacknowledged = 0;
  next = 0;
  /** End of what the peer allows, in sequence space. */
  windowEdge = 1;
  /** End of what the application has written, in sequence space. */
  written = 1;
  finQueued = false;
  timeoutAt = Number.POSITIVE_INFINITY;
  persistAt = Number.POSITIVE_INFINITY;
  synRetries = 0;
  /** Whether the peer reports what it holds; without that, a partial ACK tells of the next loss (RFC 6582 §3.2). */
  selective = false;
  payload: number;
  private flights: Flight[] = [];
  private finSent = false;
  private congestionWindow: number;
  private slowStartThreshold = Number.POSITIVE_INFINITY;
  private smoothedRtt = 0;
  private rttVariation = 0;
  private backoff = 0;
  private recovery: 'none' | 'fast' | 'timeout' = 'none';
  private recoveryPoint = 0;
  private duplicateAcks = 0;

  constructor(
    private readonly limits: SenderLimits,
    private readonly emit: Emit,
  ) {
    this.payload = limits.payload;
    this.congestionWindow = limits.initialWindowSegments * limits.payload;
  }

  get allAcknowledged(): boolean {
    return this.flights.length === 0;
  }

  get finAcknowledged(): boolean {
    return this.finSent && this.flights.length === 0;
  }

  sendSyn(now: number): void {
    this.next = 1;
    this.flights.push(flight(0, 1, now, 'syn'));
    this.emit(0, 0, 'syn', false);
    this.timeoutAt = now + INITIAL_RTO;
  }

  /** An acknowledgment has come; `pure` when it carries no data, so that it may count as a duplicate. */
  acknowledge(acknowledgment: number, windowEdge: number, sack: readonly number[], pure: boolean, now: number): void {
    const grown = windowEdge > this.windowEdge;
    if (acknowledgment >= this.unacknowledged && grown) this.windowEdge = windowEdge;
    // A window probe's byte was taken after all.
    if (acknowledgment > this.next) this.next = acknowledgment;
    this.markSacked(sack);
    if (acknowledgment > this.unacknowledged) this.advance(acknowledgment, now);
    else if (acknowledgment === this.unacknowledged && pure && !grown && this.flights.length > 0) this.duplicateAcks++;
    this.detectLoss();
    this.transmit(now);
  }

  /** Resends by timeout: everything not SACKed counts as lost (RFC 6298 §5.4-5.6). */
  timeout(now: number): void {
    this.backoff++;
    const head = this.flights[0]!;
    if (head.control === 'syn') {
      this.synRetries++;
      this.emit(0, 0, 'syn', false);
      head.resent = true;
    } else {
      if (this.recovery !== 'timeout') this.slowStartThreshold = Math.max(this.inFlight() / 2, 2 * this.payload);
      this.enter('timeout', this.payload);
      for (const sent of this.flights) {
        sent.lost = !sent.sacked;
        sent.resent = false;
      }
      this.transmit(now);
    }
    this.timeoutAt = now + this.rto();
  }

  persistTimeout(now: number): void {
    this.backoff++;
    this.persistAt = now + this.rto();
  }

  /** Sends whatever the windows allow, resends first. */
  transmit(now: number): void {
    let pipe = this.recovery === 'none' ? this.next - this.unacknowledged : this.inFlight();
    if (this.recovery !== 'none') pipe = this.resendLost(pipe, now);
    while (this.next < this.written && pipe < this.congestionWindow) {
      const length = Math.min(this.payload, this.written - this.next, this.windowEdge - this.next);
      if (length <= 0 || (length < this.payload && length < this.written - this.next && pipe > 0)) break;
      this.sendNew(length, now);
      pipe += length;
    }
    if (this.finQueued && !this.finSent && this.next === this.written) this.sendNew(0, now);
    if (this.flights.length === 0) this.timeoutAt = Number.POSITIVE_INFINITY;
    else if (this.timeoutAt === Number.POSITIVE_INFINITY) this.timeoutAt = now + this.rto();
    const blocked = this.flights.length === 0 && this.next < this.written && this.next >= this.windowEdge;
    if (!blocked) {
      if (this.persistAt < Number.POSITIVE_INFINITY) this.backoff = 0;
      this.persistAt = Number.POSITIVE_INFINITY;
    } else if (this.persistAt === Number.POSITIVE_INFINITY) this.persistAt = now + this.rto();
  }

  private sendNew(length: number, now: number): void {
    const last = this.next + length === this.written;
    const fin = last && this.finQueued;
    const taken = length + (fin ? 1 : 0);
    this.flights.push(flight(this.next, taken, now, fin ? 'fin' : null));
    if (fin) this.finSent = true;
    this.emit(this.next, length, fin ? 'fin' : null, last);
    this.next += taken;
  }

  private resendLost(inPipe: number, now: number): number {
    let pipe = inPipe;
    for (const sent of this.flights) {
      if (!sent.lost || sent.resent) continue;
      if (pipe > 0 && pipe + sent.length > this.congestionWindow) break;
      sent.resent = true;
      sent.sentAt = now;
      pipe += sent.length;
      this.emit(sent.sequence, sent.length - (sent.control ? 1 : 0), sent.control, sent.control === 'fin');
    }
    return pipe;
  }

  private advance(acknowledgment: number, now: number): void {
    const delivered = acknowledgment - this.unacknowledged;
    let gone = 0;
    while (gone < this.flights.length) {
      const sent = this.flights[gone]!;
      if (sent.sequence + sent.length > acknowledgment) break;
      // Karn's rule: a round trip is not taken from what was sent twice (RFC 6298 §3).
      if (!sent.resent && !sent.sacked && gone === 0) this.measure(now - sent.sentAt);
      gone++;
    }
    this.flights.splice(0, gone);
    const head = this.flights[0];
    if (head && head.sequence < acknowledgment) {
      head.length -= acknowledgment - head.sequence;
      head.sequence = acknowledgment;
    }
    this.unacknowledged = acknowledgment;
    this.duplicateAcks = 0;
    this.backoff = 0;
    if (this.recovery !== 'none' && acknowledgment >= this.recoveryPoint) {
      if (this.recovery === 'fast') this.congestionWindow = this.slowStartThreshold;
      this.recovery = 'none';
    } else if (this.recovery === 'fast' && !this.selective && head && !head.sacked && !head.resent) head.lost = true;
    if (this.recovery !== 'fast') this.grow(delivered);
    this.timeoutAt = this.flights.length > 0 ? now + this.rto() : Number.POSITIVE_INFINITY;
  }

  private grow(delivered: number): void {
    const step =
      this.congestionWindow < this.slowStartThreshold ? delivered : (this.payload * delivered) / this.congestionWindow;
    this.congestionWindow = Math.min(this.congestionWindow + step, this.limits.maximumWindow);
  }

  private markSacked(sack: readonly number[]): void {
    for (let index = 0; index < sack.length; index += 2) {
      const left = sack[index]!;
      const right = sack[index + 1]!;
      if (right <= this.unacknowledged) continue;
      for (const sent of this.flights) {
        if (sent.sequence >= right) break;
        if (sent.sequence >= left && sent.sequence + sent.length <= right) sent.sacked = true;
      }
    }
  }

  /** Lost is what has three SACKed segments above it (RFC 6675 §4), or the head after three duplicate ACKs. */
  private detectLoss(): void {
    let sackedAbove = 0;
    let found = false;
    if (this.duplicateAcks === 0 && this.recovery === 'none') return;
    for (let index = this.flights.length - 1; index >= 0; index--) {
      const sent = this.flights[index]!;
      if (sent.sacked) sackedAbove++;
      else if (sackedAbove >= DUPLICATE_ACKS && !sent.lost) {
        sent.lost = true;
        found = true;
      }
    }
    const head = this.flights[0];
    if (head && !head.lost && !head.sacked && this.duplicateAcks >= DUPLICATE_ACKS) {
      head.lost = true;
      found = true;
    }
    if (!found || this.recovery !== 'none') return;
    this.slowStartThreshold = Math.max(this.inFlight() / 2, 2 * this.payload);
    this.enter('fast', this.slowStartThreshold);
    // The first resend does not wait for the window (RFC 6675 §5, step 4.3).
    this.congestionWindow = Math.max(this.congestionWindow, this.inFlight() + this.payload);
  }

  private enter(recovery: 'fast' | 'timeout', congestionWindow: number): void {
    this.recovery = recovery;
    this.recoveryPoint = this.next;
    this.congestionWindow = congestionWindow;
  }

  private inFlight(): number {
    let bytes = 0;
    for (const sent of this.flights) if (!sent.sacked && (!sent.lost || sent.resent)) bytes += sent.length;
    return bytes;
  }

  private measure(rtt: number): void {
    if (this.smoothedRtt === 0) {
      this.smoothedRtt = rtt;
      this.rttVariation = rtt / 2;
      return;
    }
    this.rttVariation += (Math.abs(rtt - this.smoothedRtt) - this.rttVariation) / 4;
    this.smoothedRtt += (rtt - this.smoothedRtt) / 8;
  }

  private rto(): number {
    const base =
      this.smoothedRtt === 0 ? INITIAL_RTO : this.smoothedRtt + Math.max(4 * this.rttVariation, this.limits.minimumRto);
    return Math.min(base * 2 ** Math.min(this.backoff, 10), MAXIMUM_RTO);
  }
}

function flight(sequence: number, length: number, sentAt: number, control: 'syn' | 'fin' | null): Flight {
  return { sequence, length, sentAt, sacked: false, lost: false, resent: false, control };
}
