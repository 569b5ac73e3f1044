/**
 * The time of day to the microsecond. JavaScript tells it to the millisecond only; between its ticks the monotonic clock counts
 * on, and whenever the two disagree by more than that millisecond (the clock was set, or runs at another rate) it is set again.
 */
export class WallClock {
  seconds = 0;
  nanoseconds = 0;
  private baseMilliseconds = 0;
  private baseMonotonic = 0;

  constructor(
    private readonly dateNow: () => number = Date.now,
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    this.set();
  }

  /** Sets `seconds` and `nanoseconds` to the present. @returns the monotonic clock, in milliseconds */
  read(): number {
    const coarse = this.dateNow();
    const now = this.monotonic();
    let since = now - this.baseMonotonic;
    const behind = coarse - (this.baseMilliseconds + since);
    if (behind > 0) {
      // The true time is this millisecond or later. A little behind is drift; more is a clock that was set.
      if (behind > 2) this.set();
      else this.baseMonotonic -= behind;
      since = now - this.baseMonotonic;
    } else if (behind <= -1.5) {
      // Half a millisecond of grace: the two clocks were not read at the same moment.
      this.set();
      since = now - this.baseMonotonic;
    }
    const whole = Math.floor(since);
    const milliseconds = this.baseMilliseconds + whole;
    this.seconds = Math.floor(milliseconds / 1000);
    this.nanoseconds = (milliseconds - this.seconds * 1000) * 1_000_000 + Math.floor((since - whole) * 1_000_000);
    return now;
  }

  /** Waits for the coarse clock's next tick, at most two milliseconds. */
  private set(): void {
    const started = this.monotonic();
    const before = this.dateNow();
    let tick = before;
    let now = started;
    while (tick === before && now - started < 2) {
      tick = this.dateNow();
      now = this.monotonic();
    }
    this.baseMilliseconds = tick;
    this.baseMonotonic = now;
  }
}
