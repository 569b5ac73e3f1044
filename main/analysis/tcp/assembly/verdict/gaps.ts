import { Verdict, VerdictCause } from '../constants';
import { noRow } from '../rows';
import { sequenceDistance } from '../sequence-number';
import { keepResend } from './kept-resends';
import { findPresent, Passage } from './passage';
import { PassingSegment } from './passing-segment';
import { newResend } from './resend';
import { sendingOrder } from './sending-order';
import { shortestTimeout } from './timeout';

/** RFC 7323 §5.4: ticks of 1 ms to 1 s. What few of them last says little. */
const usualTick: f64 = 1_000_000;
const fewestTicks: f64 = 10;
const ticksApart: f64 = 3;
/** In a capture of one direction, nothing but its delay may tell a late segment from a resend. */
const longestReordering: f64 = 10_000_000;
/** The round trip is known from few segments, which may have been slow: sooner than this share of it comes no resend. */
const shareOfLoop: f64 = 0.6;

/**
 * Takes in a segment of which nothing had passed here, though what follows it had: it is late, or its original was lost on the
 * way here.
 * @param referenceRow a first transmission from above
 */
export function fillGap(passage: Passage, left: f64, right: f64, referenceRow: i32): void {
  const segment = passage.segment;
  const way = passage.way;
  const end = min(right, way.top);
  // The capture begins in the middle, with an acknowledgment of this segment: nobody was seen to overtake it.
  const isLate = referenceRow != noRow && wasSentBefore(passage, referenceRow);
  way.spans.insert(left, end, segment.row, referenceRow == noRow ? segment.row : referenceRow);
  if (!isLate) {
    way.unseenOriginals++;
    const resend = newResend(segment, left, end);
    resend.wasSeen = false;
    keepResend(passage, resend);
    return;
  }
  way.unseenAhead = 0;
  findPresent(passage, Verdict.outOfOrder, VerdictCause.overtaken, referenceRow);
}

/** Sent in one tick of the sender's clock, captured several apart: the one was on its way for longer. */
function isOfTheSameTick(passage: Passage, reference: PassingSegment, since: f64): bool {
  const segment = passage.segment;
  const way = passage.way;
  if (!segment.hasTimestamps || !reference.hasTimestamps) return false;
  const ticks = <f64>sequenceDistance(segment.timestampValue, way.firstTimestamp);
  const tick = ticks >= fewestTicks ? (segment.time - way.firstTimestampAt) / ticks : usualTick;
  return since > ticksApart * tick;
}

function wasSentBefore(passage: Passage, referenceRow: i32): bool {
  const segment = passage.segment;
  const way = passage.way;
  const loop = passage.loop;
  const reference = passage.reference(referenceRow);
  const order = sendingOrder(segment, reference, way.habit);
  if (order != 0) return order < 0;
  // Nothing in the segments tells: a resend needs a report of the gap to reach the sender, or a timer to run out.
  const since = segment.time - reference.time;
  if (isOfTheSameTick(passage, reference, since)) return true;
  if (since >= shortestTimeout) return false;
  if (loop > 0 && since < loop * shareOfLoop) return true;
  const wasReported = way.hasAcknowledgments && segment.time > way.gapReportedAt;
  return loop > 0 && way.hasAcknowledgments ? !wasReported : since < longestReordering;
}
