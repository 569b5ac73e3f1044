import { sequenceDistance } from '../sequence-number';
import { LearntHabit } from './identification-habit';
import { PassingSegment } from './passing-segment';

/**
 * Which of two segments of one end was sent first, whatever order they were captured in: negative for `one`, positive for
 * `other`, 0 where nothing tells. None of the numbers asked ever goes back at an end: its timestamp clock and the echo of the
 * other's (RFC 7323 §4.1, §4.3), the next byte it expects (RFC 9293 §3.4), and on stacks that count, the IP identification.
 */
export function sendingOrder(one: PassingSegment, other: PassingSegment, habit: LearntHabit): i32 {
  const haveTimestamps = one.hasTimestamps && other.hasTimestamps;
  const acknowledge = one.acknowledges && other.acknowledges;
  if (haveTimestamps) {
    const ticks = sequenceDistance(one.timestampValue, other.timestampValue);
    if (ticks != 0) return ticks;
  }
  if (acknowledge) {
    const bytes = sequenceDistance(one.acknowledgment, other.acknowledgment);
    if (bytes != 0) return bytes;
  }
  if (habit.counts && one.identification != 0 && other.identification != 0) {
    const packets = identificationDistance(one.identification, other.identification);
    if (packets != 0) return packets;
  }
  return haveTimestamps && acknowledge ? sequenceDistance(one.timestampEcho, other.timestampEcho) : 0;
}

/** `one - other` as the shortest way round the circle of 16 bits. */
export function identificationDistance(one: i32, other: i32): i32 {
  return ((one - other) << 16) >> 16;
}

/** Whether two captured segments of one end can be one transmission: nothing that the sender wrote differs. */
export function looksTheSame(one: PassingSegment, other: PassingSegment): bool {
  return (
    one.sequence == other.sequence &&
    one.length == other.length &&
    one.acknowledgment == other.acknowledgment &&
    one.flags == other.flags &&
    one.window == other.window &&
    one.hasTimestamps == other.hasTimestamps &&
    one.timestampValue == other.timestampValue &&
    one.timestampEcho == other.timestampEcho &&
    one.identification == other.identification
  );
}
