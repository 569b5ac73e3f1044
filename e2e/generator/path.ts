import type { EventQueue } from './event-queue';
import type { Random } from './random';

/** What a network does to packets between two hosts, and where on it the capture was taken. Times in microseconds. */
export interface PathTraits {
  /** One way, host to host. */
  delay: number;
  /** 0: captured at the client; 1: captured at the server. */
  capturePoint: number;
  bytesPerMicrosecond: number;
  loss: number;
  reorder: number;
  duplicate: number;
  /** How often the whole path stands still for a while. */
  stall: number;
}

/** One direction of a path: packets keep their order unless one is held back. */
export class PathDirection {
  private lastCaptured = 0;
  private lastArrived = 0;

  constructor(
    private readonly queue: EventQueue,
    private readonly random: Random,
    private readonly traits: PathTraits,
    private readonly fromClient: boolean,
  ) {}

  send(bytes: number, capture: () => void, arrive: () => void): void {
    const { random, traits, queue } = this;
    const share = this.fromClient ? traits.capturePoint : 1 - traits.capturePoint;
    const lost = random.chance(traits.loss);
    // A packet lost before the capture point is not seen at all.
    if (lost && random.chance(share)) return;
    const held = random.chance(traits.reorder) ? random.between(500, 4000) : 0;
    const before = share * traits.delay;
    const serialization = bytes / traits.bytesPerMicrosecond;
    if (random.chance(traits.stall)) this.lastArrived = queue.now + random.between(300_000, 900_000);
    const transit = traits.delay * (1 + 0.03 * random.unit());
    let arrived = Math.max(queue.now + transit, this.lastArrived + serialization);
    if (held === 0) this.lastArrived = arrived;
    else arrived += held;
    let captured = share === 0 ? queue.now : Math.max(arrived - traits.delay + before, queue.now);
    if (held === 0) {
      captured = Math.max(captured, this.lastCaptured);
      this.lastCaptured = captured;
    } else if (share < 0.5) captured = Math.max(queue.now + before, this.lastCaptured);
    if (captured <= queue.now) capture();
    else queue.schedule(captured, capture);
    if (lost) return;
    queue.schedule(Math.max(arrived, captured), arrive);
    if (!random.chance(traits.duplicate)) return;
    if (share > 0.5) queue.schedule(captured + 20, capture);
    queue.schedule(arrived + 20, arrive);
  }
}
