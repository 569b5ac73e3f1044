import { type Content, WrittenStream } from './content';
import type { EventQueue } from './event-queue';
import type { Random } from './random';
import { Receiver } from './receiver';
import { FLAG, type Segment } from './segment';
import { Sender } from './sender';

/** How one host's TCP behaves. Times in microseconds. */
export interface Stack {
  maximumSegmentSize: number;
  /** -1 where the option is not offered. */
  windowScale: number;
  sack: boolean;
  timestamps: boolean;
  receiveBuffer: number;
  maximumCongestionWindow: number;
  delayedAck: number;
  /** Probe a zero window with a byte of data (BSD, Windows) or with an old sequence number (Linux). */
  probesWithData: boolean;
  /** Idle time before a keep-alive; 0 for none. */
  keepAlive: number;
  /** 'connection' counts up per connection (Linux); 'host' is a counter shared by the host's packets (Windows). */
  identification: 'connection' | 'host';
}

export interface EndEvents {
  transmit(segment: Segment): void;
  /** The application has read up to this sequence number. */
  read(sequence: number): void;
  finArrived(): void;
  ended(): void;
}

const MAXIMUM_SYN_RETRIES = 4;
const OPTION_SPACE = 40;
const NO_SACK: readonly number[] = [];

/** One end of a connection: a small but whole TCP. */
export class TcpEnd {
  readonly stream = new WrittenStream();
  readonly sender: Sender;
  readonly receiver: Receiver;
  dead = false;
  /** While set in the future, the application does not read. */
  readPausedUntil = 0;
  private established = false;
  private timestampsOn = false;
  private sackOn = false;
  private ownScale = 0;
  private peerScale = 0;
  private recentTimestamp = 0;
  private identification: number;
  private readonly timestampOffset: number;
  private unacknowledgedSegments = 0;
  private delayedAckAt = Number.POSITIVE_INFINITY;
  private keepAliveAt = Number.POSITIVE_INFINITY;
  private timerAt = Number.POSITIVE_INFINITY;
  /** Counts what was sent, to tell whether an acknowledgment has already gone out with data. */
  private ackMark = 0;
  private lastAcknowledged = 0;

  constructor(
    readonly stack: Stack,
    private readonly queue: EventQueue,
    random: Random,
    private readonly hostCounter: { value: number },
    private readonly events: EndEvents,
  ) {
    this.identification = random.integer(0, 0xffff);
    this.timestampOffset = random.word();
    this.receiver = new Receiver(stack.receiveBuffer, stack.maximumSegmentSize);
    this.sender = new Sender(
      {
        payload: stack.maximumSegmentSize,
        initialWindowSegments: 10,
        maximumWindow: stack.maximumCongestionWindow,
        minimumRto: 200_000,
      },
      (sequence, length, control, last) => this.emit(sequence, length, control, last),
    );
  }

  connect(): void {
    this.timestampsOn = this.stack.timestamps;
    this.sackOn = this.stack.sack;
    this.sender.sendSyn(this.queue.now);
    this.arm();
  }

  write(contents: readonly Content[]): void {
    if (this.dead) return;
    this.stream.append(contents);
    this.sender.written = 1 + this.stream.length;
    this.flush();
  }

  close(): void {
    if (this.dead) return;
    this.sender.finQueued = true;
    this.flush();
  }

  abort(): void {
    if (this.dead) return;
    this.send(this.sender.next, 0, FLAG.rst | FLAG.ack, NO_SACK);
    this.die();
  }

  pauseReading(until: number): void {
    this.readPausedUntil = until;
    this.queue.schedule(until, () => {
      this.readNow();
      if (!this.dead && this.receiver.deservesUpdate) this.sendAck();
    });
  }

  arrive(segment: Segment): void {
    if (this.dead) {
      if (!(segment.flags & FLAG.rst)) this.answerWithReset(segment);
      return;
    }
    if (segment.flags & FLAG.rst) {
      this.die();
      return;
    }
    if (segment.flags & FLAG.syn) this.synArrived(segment);
    else this.segmentArrived(segment);
    this.arm();
  }

  /** Answers a segment for which there is no connection (RFC 9293 §3.10.7.1). */
  answerWithReset(segment: Segment): void {
    const taken = segment.length + (segment.flags & (FLAG.syn | FLAG.fin) ? 1 : 0);
    const known = (segment.flags & FLAG.ack) !== 0;
    this.events.transmit({
      sequence: known ? segment.acknowledgment : 0,
      acknowledgment: known ? 0 : segment.sequence + taken,
      length: 0,
      flags: known ? FLAG.rst : FLAG.rst | FLAG.ack,
      window: 0,
      timestamp: -1,
      echo: -1,
      sack: NO_SACK,
      identification: 0,
      open: null,
    });
  }

  private synArrived(segment: Segment): void {
    const now = this.queue.now;
    if (this.established || (this.receiver.next > 0 && segment.flags & FLAG.ack)) {
      this.sendAck();
      return;
    }
    if (this.receiver.next > 0) {
      this.sender.timeoutAt = Math.min(this.sender.timeoutAt, now);
      return;
    }
    const offer = segment.open!;
    this.receiver.next = 1;
    this.timestampsOn = this.stack.timestamps && segment.timestamp >= 0;
    this.sackOn = this.stack.sack && offer.sackPermitted;
    const scaled = this.stack.windowScale >= 0 && offer.windowScale >= 0;
    this.sender.selective = this.sackOn;
    this.ownScale = scaled ? this.stack.windowScale : 0;
    this.peerScale = scaled ? offer.windowScale : 0;
    this.recentTimestamp = segment.timestamp;
    this.sender.payload =
      Math.min(this.stack.maximumSegmentSize, offer.maximumSegmentSize) - (this.timestampsOn ? 12 : 0);
    if (segment.flags & FLAG.ack) {
      this.established = true;
      this.sender.acknowledge(1, segment.acknowledgment + segment.window, NO_SACK, false, now);
      this.sendAck();
      this.events.read(1);
    } else this.sender.sendSyn(now);
  }

  private segmentArrived(segment: Segment): void {
    const now = this.queue.now;
    const first = !this.established;
    this.established = true;
    if (segment.timestamp >= 0 && segment.sequence <= this.receiver.next) {
      this.recentTimestamp = Math.max(segment.timestamp, this.recentTimestamp);
    }
    const before = this.receiver.next;
    const taking = segment.length > 0 || (segment.flags & FLAG.fin) !== 0;
    let urgency: 'now' | 'later' | 'none' = 'none';
    if (taking) {
      const hadFin = this.receiver.finReceived;
      urgency = this.receiver.take(segment.sequence, segment.length, (segment.flags & FLAG.fin) !== 0);
      if (urgency === 'later' && ++this.unacknowledgedSegments >= 2) urgency = 'now';
      if (urgency === 'later') this.delayedAckAt = Math.min(this.delayedAckAt, now + this.stack.delayedAck);
      if (this.receiver.next > before) this.readNow();
      // The application may close at once, so that its FIN is the answer to the peer's.
      if (this.receiver.finReceived && !hadFin) this.events.finArrived();
      if (this.dead) return;
    } else if (segment.sequence < this.receiver.next) urgency = 'now';
    const edge = segment.acknowledgment + segment.window * 2 ** this.peerScale;
    const mark = this.ackMark;
    this.sender.acknowledge(segment.acknowledgment, edge, segment.sack, !taking, now);
    if (first) this.events.read(1);
    if (urgency === 'now' && mark === this.ackMark && this.ackPending(before, taking)) this.sendAck();
    if (this.sender.finAcknowledged && this.receiver.finReceived) this.events.ended();
  }

  /** Whether what just arrived was not already acknowledged by a segment that the application caused. */
  private ackPending(before: number, taking: boolean): boolean {
    return !taking || this.receiver.next === before || this.lastAcknowledged < this.receiver.next;
  }

  private readNow(): void {
    if (this.dead || this.queue.now < this.readPausedUntil) return;
    const end = this.receiver.finReceived ? this.receiver.next - 1 : this.receiver.next;
    if (end <= this.receiver.read) return;
    this.receiver.read = end;
    this.events.read(end);
  }

  private flush(): void {
    if (!this.established) return;
    this.sender.transmit(this.queue.now);
    this.arm();
  }

  private emit(sequence: number, length: number, control: 'syn' | 'fin' | null, last: boolean): void {
    if (control === 'syn') {
      const flags = this.receiver.next > 0 ? FLAG.syn | FLAG.ack : FLAG.syn;
      this.send(sequence, 0, flags, NO_SACK);
      return;
    }
    const flags = FLAG.ack | (last && length > 0 ? FLAG.psh : 0) | (control === 'fin' ? FLAG.fin : 0);
    this.send(sequence, length, flags, this.receiver.sackBlocks(1));
  }

  private sendAck(): void {
    const room = Math.floor((OPTION_SPACE - 4 - (this.timestampsOn ? 12 : 0)) / 8);
    this.send(this.sender.next, 0, FLAG.ack, this.receiver.sackBlocks(room));
  }

  private send(sequence: number, length: number, flags: number, sack: readonly number[]): void {
    const syn = (flags & FLAG.syn) !== 0;
    const now = this.queue.now;
    const offersScale = this.stack.windowScale >= 0 && (!(flags & FLAG.ack) || this.ownScale > 0 || this.peerScale > 0);
    this.ackMark++;
    this.lastAcknowledged = this.receiver.next;
    this.unacknowledgedSegments = 0;
    this.delayedAckAt = Number.POSITIVE_INFINITY;
    if (this.stack.keepAlive > 0) this.keepAliveAt = now + this.stack.keepAlive;
    this.events.transmit({
      sequence,
      acknowledgment: this.receiver.next,
      length,
      flags,
      window: this.receiver.window(syn ? 0 : this.ownScale),
      timestamp: this.timestampsOn ? (this.timestampOffset + Math.floor(now / 1000)) % 0x1_0000_0000 : -1,
      echo: this.timestampsOn ? this.recentTimestamp : -1,
      sack: this.sackOn ? sack : NO_SACK,
      identification: this.nextIdentification(flags),
      open: syn
        ? {
            maximumSegmentSize: this.stack.maximumSegmentSize,
            windowScale: offersScale ? this.stack.windowScale : -1,
            sackPermitted: this.sackOn,
          }
        : null,
    });
  }

  private nextIdentification(flags: number): number {
    if (this.stack.identification === 'host') {
      this.hostCounter.value = (this.hostCounter.value + 1) & 0xffff;
      return this.hostCounter.value;
    }
    if (flags & FLAG.syn && flags & FLAG.ack) return 0;
    this.identification = (this.identification + 1) & 0xffff;
    return this.identification;
  }

  private die(): void {
    this.dead = true;
    this.events.ended();
  }

  /** Keeps one event queued for the earliest of this end's timers. */
  private arm(): void {
    if (this.dead) return;
    const at = Math.min(this.sender.timeoutAt, this.sender.persistAt, this.delayedAckAt, this.keepAliveAt);
    if (at >= this.timerAt) return;
    this.timerAt = at;
    this.queue.schedule(at, () => {
      if (this.timerAt !== at) return;
      this.timerAt = Number.POSITIVE_INFINITY;
      if (this.dead) return;
      this.timers();
      this.arm();
    });
  }

  private timers(): void {
    const now = this.queue.now;
    if (now >= this.delayedAckAt) this.sendAck();
    if (now >= this.sender.timeoutAt) {
      if (this.sender.synRetries >= MAXIMUM_SYN_RETRIES && !this.established) {
        this.die();
        return;
      }
      this.sender.timeout(now);
    }
    if (now >= this.sender.persistAt) {
      if (this.stack.probesWithData) this.send(this.sender.next, 1, FLAG.ack, NO_SACK);
      else this.send(this.sender.next - 1, 0, FLAG.ack, NO_SACK);
      this.sender.persistTimeout(now);
    }
    if (now >= this.keepAliveAt) {
      const idle =
        this.established &&
        !this.sender.finQueued &&
        this.sender.allAcknowledged &&
        this.sender.next === this.sender.written;
      this.keepAliveAt = idle ? now + this.stack.keepAlive : Number.POSITIVE_INFINITY;
      if (idle) this.send(this.sender.next - 1, 0, FLAG.ack, NO_SACK);
    }
  }
}
