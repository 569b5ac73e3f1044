import { noRow } from '../rows';
import { Passage } from './passage';
import { GapReport, Resend } from './resend';

/** Notes what was known when the segment was sent again, and lets it wait for more. */
export function keepResend(passage: Passage, resend: Resend): void {
  const way = passage.way;
  if (way.sacked.highest > resend.right) {
    resend.gapReport = GapReport.sack;
    way.gapResends++;
  } else if (way.duplicates > 0 && way.acknowledged >= resend.left) {
    resend.gapReport = GapReport.duplicateAcknowledgments;
  }
  resend.isAtEdge = resend.left <= way.acknowledged;
  resend.isTail = resend.right >= way.top;
  noteEarlierCover(passage, resend);
  way.turnaround.cancel();
  passage.keep(resend);
}

function noteEarlierCover(passage: Passage, resend: Resend): void {
  const way = passage.way;
  const isAcknowledged = way.acknowledged >= resend.right;
  if (!isAcknowledged && !way.sacked.covers(max(resend.left, way.acknowledged), resend.right)) return;
  resend.wasCovered = true;
  resend.coveredRow = isAcknowledged ? way.trail.rowOf(resend.right) : noRow;
  if (resend.coveredRow == noRow) return;
  const answer = passage.earlier(resend.coveredRow);
  resend.sinceCovered = resend.time - answer.time;
  resend.wasRefused = answer.isReset;
}
