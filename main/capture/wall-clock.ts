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
    let now = this.monotonic();
    const behind = coarse - (this.baseMilliseconds + now - this.baseMonotonic);
    // A little behind is another rate of the clocks. More, or as much before, is a clock that was set: half a millisecond of grace
    // is given because the two were not read at the same moment.
    if (behind > 2 || behind < -1.5) {
      this.set();
      now = this.monotonic();
    } else if (behind > 0) this.baseMonotonic -= behind;
    const since = now - this.baseMonotonic;
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
