import { isAfter, isBefore } from '../sequence-number';
import { PassingSegment } from './passing-segment';

const tolerance: f64 = 0.9;
/** Nanoseconds by which capturing alone makes times differ. */
const jitter: f64 = 300_000;

/** An end this much closer than the other gets, or sends, what passes the capture point. */
const nextTo: f64 = 0.2;

/** Whether the capture point is next to the end behind `near`, by the ways there and to the other end and back. */
export function isNextTo(near: Turnaround, far: Turnaround): bool {
  return near.shortest < far.shortest * nextTo;
}

/**
 * The shortest time from a segment's passing the capture point to its acknowledgment's: there is no answer to be had sooner.
 * One segment is timed at once, and only first transmissions are (Karn's rule, RFC 6298 §3).
 */
@unmanaged
export class Turnaround {
  /** Nanoseconds; NaN until one was timed. */
  shortest: f64;
  private position: f64;
  private since: f64;
  private echoedSince: f64;
  private echoed: i32;
  private isTiming: bool;
  private isTimingEcho: bool;

  /** No answer comes sooner, but for what clocks and queues differ; NaN where nothing was timed. */
  get soonest(): f64 {
    return max(this.shortest * tolerance - jitter, 0);
  }

  clear(): void {
    this.shortest = NaN;
    this.isTiming = false;
    this.isTimingEcho = false;
    this.echoedSince = 0;
  }

  begin(position: f64, time: f64): void {
    if (this.isTiming) return;
    this.isTiming = true;
    this.position = position;
    this.since = time;
  }

  /** Something was sent again: whose acknowledgment comes next nobody knows. */
  cancel(): void {
    this.isTiming = false;
  }

  end(acknowledged: f64, segment: PassingSegment): void {
    if (!this.isTiming || acknowledged < this.position) return;
    this.isTiming = false;
    this.learn(segment.time - this.since);
  }

  /** Times the echo of a timestamp (RFC 7323 §4.3): it tells, whatever was sent again meanwhile. */
  beginEcho(segment: PassingSegment): void {
    if (this.isTimingEcho) return;
    const value = segment.timestampValue;
    // What was sent in the same tick may have been echoed already.
    if (this.echoedSince > 0 && !isAfter(value, this.echoed)) return;
    this.isTimingEcho = true;
    this.echoed = value;
    this.echoedSince = segment.time;
  }

  endEcho(segment: PassingSegment): void {
    if (!this.isTimingEcho || !segment.hasTimestamps || isBefore(segment.timestampEcho, this.echoed)) return;
    this.isTimingEcho = false;
    this.learn(segment.time - this.echoedSince);
  }

  private learn(elapsed: f64): void {
    if (elapsed >= 0 && !(elapsed >= this.shortest)) this.shortest = elapsed;
  }
}
