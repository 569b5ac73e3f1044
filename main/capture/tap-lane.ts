import type { CaptureInterface, InterfaceStatistics } from '../files/capture-interface';
import type { Backend } from './backend';
import { LoopbackShare } from './loopback-share';
import { LossMeter, meterCommand } from './loss-meter';
import { countsExactly, type LossWatch, watchForLoss, watchWhatIsHeard } from './loss-watch';
import type { InterfaceCounters } from './messages';
import type { TapRequest } from './tap';
import type { TapProcess } from './tap-process';

/** One captured interface: its tap, its place in the file, what came through. */
export class TapLane {
  /** Null until its tap has told the link type. */
  described: CaptureInterface | null = null;
  captured = 0;
  ended = false;
  /** Packets that its tap handed over and that are not in the file: they went by after the stop. */
  refused = 0;
  /** Packets stamped later than the moment of the stop show that all before it have arrived. */
  sawLater = false;
  tap: TapProcess | null = null;
  /** Null where nothing is counted that could be compared. */
  watch: LossWatch | null = null;
  /** What counts for the watch, where the interface's own counts do not tell exactly. */
  meter: LossMeter | null = null;
  private capturedBytes = 0;
  private readonly share: LoopbackShare;

  constructor(readonly device: string) {
    this.share = new LoopbackShare(device);
  }

  /** Finds out what is lost while the backend does not tell, by the truest count that there is. */
  watchForLoss({ packetsHeld, tellsOfDrops }: Backend, { device, filter, monitor, bufferMebibytes }: TapRequest): void {
    // What goes by in the air is counted otherwise.
    if (monitor) return;
    const held = packetsHeld(bufferMebibytes);
    // What a filter refuses is not counted as captured.
    const byInterface = () => {
      this.watch = filter === '' ? watchForLoss(device, held) : null;
      this.watch?.mark();
    };
    const meter = tellsOfDrops === 'while it captures' ? null : meterCommand(device, filter);
    if (meter === null || (filter === '' && countsExactly(device))) {
      byInterface();
      return;
    }
    const watch = watchWhatIsHeard(held);
    this.watch = watch;
    this.meter = new LossMeter(
      meter,
      (packets) => watch.heard({ packets, bytes: 0, dropped: 0 }),
      () => {
        this.meter = null;
        if (!this.ended) byInterface();
      },
    );
  }

  /**
   * @param time of the packet, milliseconds since the epoch
   * @param bytes that hold the packet, from `start` on, and `length` of it
   */
  took(time: number, originalLength: number, bytes: Uint8Array, start: number, length: number): void {
    if (this.watch !== null && time > this.watch.next) this.watch.pass(time, this.taken, this.capturedBytes);
    this.share.look(bytes, start, length, this.described!.linkType);
    this.captured++;
    this.capturedBytes += originalLength;
  }

  /** All that was on the wire until the capture was stopped has come by now. */
  settle(): void {
    this.watch?.settle(this.taken, this.capturedBytes);
  }

  /** Packets captured, as the watch's source counts them. */
  private get taken(): number {
    return this.meter === null ? this.captured : this.share.countedByKernel;
  }

  counters(): InterfaceCounters {
    const {
      received,
      taken,
      droppedByKernel,
      droppedByProgram = 0,
      droppedByInterface = null,
    } = this.tap?.counts ?? {};
    const dropped = droppedByKernel === undefined ? null : this.share.once(droppedByKernel) + droppedByProgram;
    const fromKernel = received === undefined ? null : this.share.once(received) - this.refused;
    return {
      device: this.device,
      captured: this.captured,
      received: taken === undefined ? fromKernel : taken - this.refused + (dropped ?? 0),
      droppedByKernel: dropped,
      droppedByInterface,
      missing: dropped === null ? this.missing() : null,
    };
  }

  private missing(): number | null {
    const missing = this.watch?.missing ?? null;
    return missing === null || this.meter === null ? missing : this.share.once(missing);
  }

  /** For the interface statistics block. */
  statistics(startMilliseconds: number, comments: readonly string[], final: boolean): InterfaceStatistics {
    const { received, droppedByKernel, droppedByInterface, captured, missing } = this.counters();
    const loss = `About ${missing} packets went by and were not captured, as the kernel's counts tell.`;
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
