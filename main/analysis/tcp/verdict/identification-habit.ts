import type { PacketStore } from '../../store/packet-store';
import { PassingSegment } from './passing-segment';
import { type IdentificationHabit, identificationDistance } from './sending-order';

const mostSamples = 32;
/** Steps of the counter up to this size, forward or back, are taken for counting: other connections may share it. */
const nearStep = 1_000;
const shareThatTells = 0.8;
/** Of a counter that the connection has for itself, losses apart. */
const shareOfOnes = 0.6;
/** Stacks that send with a higher time to live count for all connections together. */
const highestTimeToLive = 64;

/** Learns from the first packets of one end how it numbers its IP packets (RFC 6864 leaves that to the stack). */
class HabitSample {
  private last = 0;
  private lastSequence = 0;
  private lastTaken = 0;
  private steps = 0;
  private near = 0;
  private ones = 0;
  private equal = 0;
  private widest = 0;
  private timeToLive = 0;

  get isFull(): boolean {
    return this.steps >= mostSamples;
  }

  take(segment: PassingSegment): void {
    const { identification } = segment;
    if (identification === 0) return;
    if (this.last !== 0) this.step(identificationDistance(identification, this.last), segment);
    this.last = identification;
    this.timeToLive = segment.timeToLive;
    this.lastSequence = segment.sequence;
    this.lastTaken = segment.taken;
  }

  private step(distance: number, segment: PassingSegment): void {
    if (distance === 0) {
      // The same number on another segment says that the number says nothing; on the same one it may be a copy.
      if (segment.sequence !== this.lastSequence || segment.taken !== this.lastTaken) this.equal++;
      return;
    }
    this.steps++;
    const size = Math.abs(distance);
    if (size <= nearStep) this.near++;
    if (distance === 1) this.ones++;
    if (size > this.widest) this.widest = size;
  }

  habit(): IdentificationHabit {
    const { steps, near, ones, equal, widest } = this;
    const varies = steps > 0 && equal * 4 <= steps;
    const counts = varies && near >= steps * shareThatTells && (steps >= 3 || widest <= 16);
    return {
      varies,
      counts,
      countsEach: counts && ones >= steps * shareOfOnes && this.timeToLive <= highestTimeToLive,
    };
  }
}

/** The habits of both ends of a connection, client first. */
export function identificationHabits(
  store: PacketStore,
  firstRow: number,
  lastRow: number,
): [IdentificationHabit, IdentificationHabit] {
  const samples = [new HabitSample(), new HabitSample()] as const;
  const segment = new PassingSegment(store);
  let row = firstRow;
  for (let i = 0; i < 4 * mostSamples; i++) {
    segment.read(row);
    samples[segment.fromServer ? 1 : 0].take(segment);
    if (row === lastRow || (samples[0].isFull && samples[1].isFull)) break;
    row = segment.nextRow;
  }
  return [samples[0].habit(), samples[1].habit()];
}
