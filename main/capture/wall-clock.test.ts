import { expect, it } from 'vitest';
import { WallClock } from './wall-clock';

/** A machine whose true time can be set, and whose monotonic clock counts on; reading a clock takes a microsecond. */
class Machine {
  monotonic = 5_000.25;
  offset = 1_700_000_000_000 - 5_000.25;
  readonly now = () => {
    this.monotonic += 0.001;
    return this.monotonic;
  };
  readonly dateNow = () => {
    this.monotonic += 0.001;
    return Math.floor(this.monotonic + this.offset);
  };
  get truth(): number {
    return this.monotonic + this.offset;
  }
}

function errorOf(clock: WallClock, machine: Machine): number {
  clock.read();
  return Math.abs(clock.seconds * 1_000 + clock.nanoseconds / 1_000_000 - machine.truth);
}

it('tells the time to a few microseconds', () => {
  const machine = new Machine();
  const clock = new WallClock(machine.dateNow, machine.now);
  for (let step = 0; step < 1_000; step++) {
    machine.monotonic += 0.37;
    expect(errorOf(clock, machine)).toBeLessThan(0.01);
  }
});

it('follows a clock that is set, back or on', () => {
  const machine = new Machine();
  const clock = new WallClock(machine.dateNow, machine.now);
  for (const jump of [3_600_000, -7_200_000, -5, 40]) {
    machine.offset += jump;
    machine.monotonic += 10;
    expect(errorOf(clock, machine)).toBeLessThan(0.01);
  }
});

it('stays within a millisecond and a half of a clock that runs at another rate', () => {
  const machine = new Machine();
  const clock = new WallClock(machine.dateNow, machine.now);
  for (const rate of [0.0001, -0.0001]) {
    for (let step = 0; step < 50_000; step++) {
      machine.monotonic += 1;
      machine.offset += rate;
      expect(errorOf(clock, machine)).toBeLessThan(1.6);
    }
  }
});

it('gives nanoseconds that fit into a second', () => {
  const machine = new Machine();
  const clock = new WallClock(machine.dateNow, machine.now);
  for (let step = 0; step < 5_000; step++) {
    machine.monotonic += 0.913;
    clock.read();
    expect(clock.nanoseconds).toBeGreaterThanOrEqual(0);
    expect(clock.nanoseconds).toBeLessThan(1e9);
  }
});
