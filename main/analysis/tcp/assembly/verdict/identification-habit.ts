import { PassingSegment } from './passing-segment';
import { identificationDistance } from './sending-order';

const mostSteps: i32 = 24;
/** What is known from so many does not ask for looking ahead. */
const fewestSteps: i32 = 8;
/** Steps of the counter up to this size, forward or back, are taken for counting: other connections may share it. */
const nearStep: i32 = 1_000;
const shareThatTells: f64 = 0.8;
/** Of a counter that the connection has for itself, losses apart. */
const shareOfOnes: f64 = 0.6;
/** Stacks that send with a higher time to live count for all connections together. */
const highestTimeToLive: i32 = 64;

/** Learns from the first packets of one end how it numbers its IP packets (RFC 6864 leaves that to the stack). */
@unmanaged
export class LearntHabit {
  private last: i32;
  private lastSequence: i32;
  private lastTaken: i32;
  private steps: i32;
  private near: i32;
  private ones: i32;
  private equal: i32;
  private widest: i32;
  private timeToLive: i32;
  isSettled: bool;

  clear(): void {
    this.last = 0;
    this.steps = 0;
    this.near = 0;
    this.ones = 0;
    this.equal = 0;
    this.widest = 0;
    this.isSettled = false;
  }

  take(segment: PassingSegment): void {
    const identification = segment.identification;
    if (this.isSettled || identification == 0) return;
    if (this.last == 0) this.timeToLive = segment.timeToLive;
    else this.step(identificationDistance(identification, this.last), segment);
    this.last = identification;
    this.lastSequence = segment.sequence;
    this.lastTaken = segment.taken;
  }

  private step(distance: i32, segment: PassingSegment): void {
    if (distance == 0) {
      // The same number on another segment says that the number says nothing; on the same one it may be a copy.
      if (segment.sequence != this.lastSequence || segment.taken != this.lastTaken) this.equal++;
      return;
    }
    const size = abs(distance);
    if (size <= nearStep) this.near++;
    if (distance == 1) this.ones++;
    if (size > this.widest) this.widest = size;
    if (++this.steps == mostSteps) this.isSettled = true;
  }

  get isKnown(): bool {
    return this.isSettled || this.steps >= fewestSteps;
  }

  /** Each packet has another number, which says nothing more. */
  get varies(): bool {
    return this.steps > 0 && this.equal * 4 <= this.steps;
  }

  /** It counts up, if not always by one: the order of numbers is the order of sending. */
  get counts(): bool {
    const steps = this.steps;
    return this.varies && <f64>this.near >= <f64>steps * shareThatTells && (steps >= 3 || this.widest <= 16);
  }

  /** It counts the packets of this connection one by one: a missing number is a packet not seen here. */
  get countsEach(): bool {
    return this.counts && <f64>this.ones >= <f64>this.steps * shareOfOnes && this.timeToLive <= highestTimeToLive;
  }
}
