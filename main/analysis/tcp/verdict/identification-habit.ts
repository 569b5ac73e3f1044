import type { PassingSegment } from './passing-segment';
import { type IdentificationHabit, identificationDistance } from './sending-order';

const mostSteps = 24;
/** What is known from so many does not ask for looking ahead. */
const fewestSteps = 8;
/** Steps of the counter up to this size, forward or back, are taken for counting: other connections may share it. */
const nearStep = 1_000;
const shareThatTells = 0.8;
/** Of a counter that the connection has for itself, losses apart. */
const shareOfOnes = 0.6;
/** Stacks that send with a higher time to live count for all connections together. */
const highestTimeToLive = 64;

/** Learns from the first packets of one end how it numbers its IP packets (RFC 6864 leaves that to the stack). */
export class LearntHabit implements IdentificationHabit {
  private last = 0;
  private lastSequence = 0;
  private lastTaken = 0;
  private steps = 0;
  private near = 0;
  private ones = 0;
  private equal = 0;
  private widest = 0;
  private timeToLive = 0;
  isSettled = false;

  clear(): void {
    this.last = 0;
    this.steps = 0;
    this.near = 0;
    this.ones = 0;
    this.equal = 0;
    this.widest = 0;
    this.isSettled = false;
  }

  take(segment: PassingSegment, identification: number): void {
    if (this.isSettled || identification === 0) return;
    if (this.last === 0) this.timeToLive = segment.timeToLive;
    else this.step(identificationDistance(identification, this.last), segment);
    this.last = identification;
    this.lastSequence = segment.sequence;
    this.lastTaken = segment.taken;
  }

  private step(distance: number, segment: PassingSegment): void {
    if (distance === 0) {
      // The same number on another segment says that the number says nothing; on the same one it may be a copy.
      if (segment.sequence !== this.lastSequence || segment.taken !== this.lastTaken) this.equal++;
      return;
    }
    const size = Math.abs(distance);
    if (size <= nearStep) this.near++;
    if (distance === 1) this.ones++;
    if (size > this.widest) this.widest = size;
    if (++this.steps === mostSteps) this.isSettled = true;
  }

  get isKnown(): boolean {
    return this.isSettled || this.steps >= fewestSteps;
  }

  get varies(): boolean {
    return this.steps > 0 && this.equal * 4 <= this.steps;
  }

  get counts(): boolean {
    const { steps, widest } = this;
    return this.varies && this.near >= steps * shareThatTells && (steps >= 3 || widest <= 16);
  }

  get countsEach(): boolean {
    return this.counts && this.ones >= this.steps * shareOfOnes && this.timeToLive <= highestTimeToLive;
  }
}
