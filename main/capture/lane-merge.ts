import { PacketQueue } from './packet-queue';
import type { TapPacket } from './tap-stream';

/** More than this is not held: order is worth less than memory. */
const mostHeldBytes = 64 * 1024 * 1024;

export type TakePacket = (lane: number, ...packet: TapPacket) => void;

interface Lane {
  readonly queue: PacketQueue;
  lastSeconds: number;
  lastNanoseconds: number;
}

/**
 * Puts the packets of several taps in the order of their times. Each tap has its own in order, but the kernel collects packets for each
 * by itself, and hands them over some tenths of a second later. A packet waits until each lane has had one that is later, or until one
 * that is earlier could have come.
 */
export class LaneMerge {
  private readonly lanes: Lane[];

  /**
   * @param patience how much later than others a packet may come, milliseconds
   * @param now a clock that never goes back, milliseconds
   */
  constructor(
    count: number,
    private readonly patience: number,
    private readonly take: TakePacket,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lanes = Array.from({ length: count }, () => ({
      queue: new PacketQueue(),
      lastSeconds: Number.NEGATIVE_INFINITY,
      lastNanoseconds: 0,
    }));
  }

  readonly add: TakePacket = (lane, seconds, nanoseconds, originalLength, bytes, start, length) => {
    const into = this.lanes[lane]!;
    into.queue.push(this.now(), seconds, nanoseconds, originalLength, bytes, start, length);
    into.lastSeconds = seconds;
    into.lastNanoseconds = nanoseconds;
  };

  /** Nothing comes of this lane any more: nobody waits for it. */
  ended(lane: number): void {
    this.lanes[lane]!.lastSeconds = Number.POSITIVE_INFINITY;
  }

  /** Hands on what need not wait any more. */
  release(): void {
    const arrivedUntil = this.now() - this.patience;
    let held = this.lanes.reduce((sum, { queue }) => sum + queue.heldBytes, 0);
    for (;;) {
      const lane = this.earliest();
      if (lane === -1) return;
      const { queue } = this.lanes[lane]!;
      if (held <= mostHeldBytes && queue.arrived > arrivedUntil && !this.isPassedByAll(queue)) return;
      held -= queue.heldBytes;
      this.shift(lane);
      held += queue.heldBytes;
    }
  }

  /** Hands on all there is. */
  finish(): void {
    for (let lane = this.earliest(); lane !== -1; lane = this.earliest()) this.shift(lane);
  }

  private shift(lane: number): void {
    const { queue } = this.lanes[lane]!;
    const { seconds, nanoseconds } = queue;
    queue.shift((originalLength, bytes, start, length) =>
      this.take(lane, seconds, nanoseconds, originalLength, bytes, start, length),
    );
  }

  /** The lane whose first packet is the earliest; -1 where none waits. */
  private earliest(): number {
    let found = -1;
    for (let lane = 0; lane < this.lanes.length; lane++) {
      const { queue } = this.lanes[lane]!;
      if (queue.isEmpty) continue;
      if (found === -1 || isEarlier(queue, this.lanes[found]!.queue)) found = lane;
    }
    return found;
  }

  private isPassedByAll({ seconds, nanoseconds }: PacketQueue): boolean {
    for (const { lastSeconds, lastNanoseconds } of this.lanes) {
      if (lastSeconds < seconds || (lastSeconds === seconds && lastNanoseconds < nanoseconds)) return false;
    }
    return true;
  }
}

const isEarlier = (one: PacketQueue, other: PacketQueue): boolean =>
  one.seconds < other.seconds || (one.seconds === other.seconds && one.nanoseconds < other.nanoseconds);
