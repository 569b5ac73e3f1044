import type { CaptureInterface, InterfaceStatistics } from '../files/capture-interface';
import type { LossWatch } from './loss-watch';
import type { InterfaceCounters } from './messages';
import type { TapProcess } from './tap-process';

/** One captured interface: its tap, its place in the file, what came through. */
export class TapLane {
  /** Null until its tap has told the link type. */
  described: CaptureInterface | null = null;
  captured = 0;
  ended = false;
  /** Packets stamped later than the moment of the stop show that all before it have arrived. */
  sawLater = false;
  tap: TapProcess | null = null;
  /** Null where the interface's own counts cannot be compared. */
  watch: LossWatch | null = null;
  private capturedBytes = 0;

  constructor(readonly device: string) {}

  /** @param time of the packet, milliseconds since the epoch */
  took(time: number, originalLength: number): void {
    if (this.watch !== null && time > this.watch.next) this.watch.pass(time, this.captured, this.capturedBytes);
    this.captured++;
    this.capturedBytes += originalLength;
  }

  /** All that was on the wire until the capture was stopped has come by now. */
  settle(): void {
    this.watch?.settle(this.captured, this.capturedBytes);
  }

  counters(): InterfaceCounters {
    const counts = this.tap?.counts ?? {};
    return {
      device: this.device,
      captured: this.captured,
      received: counts.received ?? null,
      droppedByKernel: counts.droppedByKernel ?? null,
      droppedByInterface: counts.droppedByInterface ?? null,
      missing: counts.droppedByKernel === undefined ? (this.watch?.missing ?? null) : null,
    };
  }

  /** For the interface statistics block. */
  statistics(startMilliseconds: number, comments: readonly string[], final: boolean): InterfaceStatistics {
    const { received, droppedByKernel, droppedByInterface, captured, missing } = this.counters();
    const loss = `About ${missing} packets went by and were not captured, as the interface's own counts tell.`;
    const now = timeOf(Date.now());
    return {
      time: now,
      startTime: timeOf(startMilliseconds),
      endTime: final ? now : null,
      received,
      droppedByInterface,
      acceptedByFilter: null,
      droppedByOperatingSystem: droppedByKernel,
      delivered: captured,
      comments: final && missing !== null && missing > 0 ? [...comments, loss] : comments,
    };
  }
}

const timeOf = (milliseconds: number) => ({
  seconds: Math.floor(milliseconds / 1000),
  nanoseconds: (milliseconds % 1000) * 1_000_000,
});

/** Null where one of them is not known. */
export function total(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

/** The same of what is told of some: null where that is none, for others may have lost something. */
export function atLeast(values: readonly (number | null)[]): number | null {
  const known = total(values.filter((value) => value !== null)) ?? 0;
  return known > 0 ? known : total(values);
}
