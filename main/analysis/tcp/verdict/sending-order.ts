import { sequenceDistance } from '../sequence-number';
import type { PassingSegment } from './passing-segment';

/** How an end numbers its IP packets, as its first packets show. */
export interface IdentificationHabit {
  /** Each packet has another number, which says nothing more. */
  readonly varies: boolean;
  /** It counts up, if not always by one: the order of numbers is the order of sending. */
  readonly counts: boolean;
  /** It counts the packets of this connection one by one: a missing number is a packet not seen here. */
  readonly countsEach: boolean;
}

/**
 * Which of two segments of one end was sent first, whatever order they were captured in: negative for `one`, positive for
 * `other`, 0 where nothing tells. None of the numbers asked ever goes back at an end: its timestamp clock and the echo of the
 * other's (RFC 7323 §4.1, §4.3), the next byte it expects (RFC 9293 §3.4), and on stacks that count, the IP identification.
 */
export function sendingOrder(one: PassingSegment, other: PassingSegment, habit: IdentificationHabit): number {
  if (one.hasTimestamps && other.hasTimestamps) {
    const ticks = sequenceDistance(one.timestampValue, other.timestampValue);
    if (ticks !== 0) return ticks;
  }
  if (one.acknowledges && other.acknowledges) {
    const bytes = sequenceDistance(one.acknowledgment, other.acknowledgment);
    if (bytes !== 0) return bytes;
  }
  if (habit.counts && one.identification !== 0 && other.identification !== 0) {
    const packets = identificationDistance(one.identification, other.identification);
    if (packets !== 0) return packets;
  }
  if (one.hasTimestamps && other.hasTimestamps && one.acknowledges && other.acknowledges) {
    return sequenceDistance(one.timestampEcho, other.timestampEcho);
  }
  return 0;
}

/** `one - other` as the shortest way round the circle of 16 bits. */
export const identificationDistance = (one: number, other: number): number => ((one - other) << 16) >> 16;

/** Whether two captured segments of one end can be one transmission: nothing that the sender wrote differs. */
export function looksTheSame(one: PassingSegment, other: PassingSegment): boolean {
  return (
    one.sequence === other.sequence &&
    one.length === other.length &&
    one.acknowledgment === other.acknowledgment &&
    one.flags === other.flags &&
    one.window === other.window &&
    one.hasTimestamps === other.hasTimestamps &&
    one.timestampValue === other.timestampValue &&
    one.timestampEcho === other.timestampEcho &&
    one.identification === other.identification
  );
}
