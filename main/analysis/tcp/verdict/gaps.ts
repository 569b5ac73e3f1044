import { sequenceDistance } from '../sequence-number';
import { noRow } from '../unacknowledged';
import type { Passage } from './passage';
import type { PassingSegment } from './passing-segment';
import { keepResend } from './repeated-transmissions';
import { Resend } from './resend';
import { sendingOrder } from './sending-order';
import { shortestTimeout } from './timeout';
import { Verdict, VerdictCause } from './verdict-code';

/** RFC 7323 §5.4: ticks of 1 ms to 1 s. What few of them last says little. */
const usualTick = 1_000_000;
const fewestTicks = 10;
const ticksApart = 3;
/** In a capture of one direction, nothing but its delay may tell a late segment from a resend. */
const longestReordering = 10_000_000;
/** The round trip is known from few segments, which may have been slow: sooner than this share of it comes no resend. */
const shareOfLoop = 0.6;

/**
 * Takes in a segment of which nothing had passed here, though what follows it had: it is late, or its original was lost on the
 * way here.
 * @param referenceRow a first transmission from above
 */
export function fillGap(passage: Passage, left: number, right: number, referenceRow: number): void {
  const { segment, way } = passage;
  const end = Math.min(right, way.top);
  // The capture begins in the middle, with an acknowledgment of this segment: nobody was seen to overtake it.
  const isLate = referenceRow !== noRow && wasSentBefore(passage, referenceRow);
  way.spans.insert(left, end, segment.row, referenceRow === noRow ? segment.row : referenceRow);
  if (!isLate) {
    way.unseenOriginals++;
    const resend = new Resend(segment, left, end);
    resend.wasSeen = false;
    keepResend(passage, resend);
    return;
  }
  way.unseenAhead = 0;
  passage.found({
    row: segment.row,
    verdict: Verdict.outOfOrder,
    cause: VerdictCause.overtaken,
    originalRow: referenceRow,
    previousRow: noRow,
    proofRow: noRow,
  });
}

/** Sent in one tick of the sender's clock, captured several apart: the one was on its way for longer. */
function isOfTheSameTick({ segment, way }: Passage, reference: PassingSegment, since: number): boolean {
  if (!segment.hasTimestamps || !reference.hasTimestamps) return false;
  const ticks = sequenceDistance(segment.timestampValue, way.firstTimestamp);
  const tick = ticks >= fewestTicks ? (segment.time - way.firstTimestampAt) / ticks : usualTick;
  return since > ticksApart * tick;
}

function wasSentBefore(passage: Passage, referenceRow: number): boolean {
  const { segment, way, loop } = passage;
  const reference = passage.reference(referenceRow);
  const order = sendingOrder(segment, reference, way.habit);
  if (order !== 0) return order < 0;
  // Nothing in the segments tells: a resend needs a report of the gap to reach the sender, or a timer to run out.
  const since = segment.time - reference.time;
  if (isOfTheSameTick(passage, reference, since)) return true;
  if (since >= shortestTimeout) return false;
  if (loop > 0 && since < loop * shareOfLoop) return true;
  const wasReported = way.hasAcknowledgments && segment.time > way.gapReportedAt;
  return loop > 0 && way.hasAcknowledgments ? !wasReported : since < longestReordering;
}
