import { noRow } from '../unacknowledged';
import { answerTolerance } from './acknowledgment';
import type { Passage } from './passage';
import { keepResend } from './repeated-transmissions';
import { Resend } from './resend';
import { sendingOrder } from './sending-order';
import { shortestTimeout } from './timeout';
import { Verdict, VerdictCause } from './verdict-code';

/** In a capture of one direction, nothing but its delay may tell a late segment from a resend. */
const longestReordering = 10_000_000;

/**
 * Takes in a segment of which nothing had passed here, though what follows it had: it is late, or its original was lost on the
 * way here.
 * @param referenceRow a first transmission from above
 */
export function fillGap(passage: Passage, left: number, right: number, referenceRow: number): void {
  const { segment, way } = passage;
  const end = Math.min(right, way.top);
  const isLate = wasSentBefore(passage, referenceRow);
  way.spans.insert(left, end, segment.row, referenceRow);
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
    proofRow: noRow,
  });
}

function wasSentBefore(passage: Passage, referenceRow: number): boolean {
  const { segment, way, back, loop } = passage;
  const reference = passage.reference(referenceRow);
  const order = sendingOrder(segment, reference, way.habit);
  if (order !== 0) return order < 0;
  // Nothing in the segments tells: a resend needs a report of the gap to reach the sender, or a timer to run out.
  const since = segment.time - reference.time;
  if (loop > 0 && since < loop * answerTolerance) return true;
  if (since >= shortestTimeout) return false;
  if (!way.hasAcknowledgments) return since < longestReordering;
  const reported = segment.time - way.gapReportedAt;
  if (!(reported > 0)) return true;
  return reported < back.turnaround.shortest * answerTolerance;
}
