import { isBefore } from '../sequence-number';
import { noRow } from '../unacknowledged';
import type { Direction } from './direction';
import { type Finding, GapReport, type Resend } from './resend';
import { isNextTo } from './turnaround';
import { Verdict, VerdictCause } from './verdict-code';

/** Without a round trip to compare with, copies made under way follow within this. */
const copyNanoseconds = 1_000_000;

/** Nanoseconds: what stacks in use take at most; RFC 1122 §4.2.3.2 allows half a second. */
const longestDelayedAcknowledgment = 250_000_000;

/**
 * Decides on a segment that was sent again when all evidence is in: whether the receiver had its data from an earlier
 * transmission.
 * @param way the direction of the segment
 * @param back the other direction
 */
export function judgeResend(resend: Resend, way: Direction, back: Direction): Finding {
  if (isCopy(resend, way, back)) {
    return found(resend, Verdict.duplicatePacket, VerdictCause.duplicatedByNetwork, noRow);
  }
  if (resend.sinceRepeatedSyn < back.turnaround.soonest / 2) {
    return found(resend, Verdict.none, VerdictCause.none, noRow);
  }
  return arrivedBefore(resend, way, back) ?? lost(resend, causeOfLoss(resend, way));
}

function found(resend: Resend, verdict: number, cause: number, proofRow: number): Finding {
  const { row, originalRow, previousRow } = resend;
  return { row, verdict, cause, originalRow, previousRow, proofRow };
}

/** Nobody sends again before an answer could have come, and then with a later timestamp (RFC 6298 §2, RFC 7323 §4.1). */
function isCopy(resend: Resend, way: Direction, back: Direction): boolean {
  if (!resend.looksTheSame) return false;
  const loop = way.turnaround.shortest + back.turnaround.shortest;
  return resend.since < (loop > 0 ? loop / 2 : copyNanoseconds);
}

/** The evidence that an earlier transmission had arrived, the surest first; null where there is none. */
function arrivedBefore(resend: Resend, way: Direction, back: Direction): Finding | null {
  const spurious = (cause: number, proofRow: number) => found(resend, Verdict.spuriousRetransmission, cause, proofRow);
  const { cover } = resend;
  if (resend.lateOriginalRow !== noRow) return spurious(VerdictCause.overtookOriginal, resend.lateOriginalRow);
  if (resend.wasCovered) return spurious(causeOfRepeat(resend, back), resend.coveredRow);
  const late = resend.gapReport === GapReport.none ? VerdictCause.delayed : VerdictCause.reordered;
  if (cover !== null) {
    // The acknowledgment came sooner than one of the resend can.
    const soonest = resend.time + way.turnaround.soonest;
    if (resend.wasSeen && cover.time < soonest && !echoesResend(resend)) return spurious(late, cover.row);
    if (echoesEarlier(resend)) return spurious(late, cover.row);
  }
  if (resend.reportRow !== noRow && !isReportOfCopy(resend, way)) {
    return spurious(
      cover === null
        ? VerdictCause.reportedTwice
        : late === VerdictCause.delayed
          ? VerdictCause.acknowledgmentLost
          : late,
      resend.reportRow,
    );
  }
  if (!resend.wasSeen) return null;
  if (resend.gapReport !== GapReport.none) return null;
  if (isNextToReceiver(resend, way, back)) return spurious(VerdictCause.arrivedHere, resend.originalRow);
  if (cover === null) return null;
  if (cover.answersAll && back.habit.countsEach) return spurious(VerdictCause.acknowledgmentLost, cover.row);
  if (way.sackPermitted || !cover.followsAll) return null;
  // A receiver with data behind a gap acknowledges at once what fills a part of it (RFC 5681 §4.2). It jumped over the
  // resend's left edge without a word: nothing was missing there.
  if (cover.edge < resend.left) {
    return cover.gapWasKnown || cover.reachesFurther ? spurious(VerdictCause.heldBehindGap, cover.row) : null;
  }
  // RFC 5682 §2 (F-RTO): what was sent behind it had arrived as well, and there had been no gap.
  const cameAllAtOnce = cover.reachesFurther && !cover.gapWasKnown && !resend.hasTimestamps;
  return cameAllAtOnce ? spurious(VerdictCause.delayed, cover.row) : null;
}

/**
 * RFC 3522 §3.2 (Eifel): at the left edge, the receiver echoes the timestamp of the segment that brought its data
 * (RFC 7323 §4.3). An echo from before the resend is the original's.
 */
function echoesEarlier(resend: Resend): boolean {
  const { cover } = resend;
  if (cover === null || cover.bySack || !cover.hasEcho || !resend.hasTimestamps) return false;
  return cover.edge >= resend.left && isBefore(cover.echo, resend.timestampValue);
}

/** The acknowledgment knows the timestamp of the resend: it was sent after the resend, or something as young, had come. */
function echoesResend({ cover, hasTimestamps, timestampValue }: Resend): boolean {
  return cover?.hasEcho === true && hasTimestamps && !isBefore(cover.echo, timestampValue);
}

/**
 * A DSACK can tell of a copy that the network made of the resend. It does where such copies are known, the receiver had
 * reported the gap, and the gap closed when the resend was due: as often as copies are made of anything else.
 */
function isReportOfCopy(resend: Resend, way: Direction): boolean {
  if (resend.gapReport !== GapReport.sack || resend.cover === null) return false;
  const shareOfCopies = (way.copiesReported + way.copiesSeen) / way.sent;
  return way.gapResends * shareOfCopies * 2 > way.gapResendsReported;
}

/** The capture point sees what the receiver gets. */
function isNextToReceiver(resend: Resend, way: Direction, back: Direction): boolean {
  if (!way.hasAcknowledgments) return way.unseenOriginals > 0;
  // Who says nothing for longer than an acknowledgment may be delayed got nothing, however near.
  if (resend.unanswered !== null && resend.since > longestDelayedAcknowledgment) return false;
  return isNextTo(way.turnaround, back.turnaround);
}

function causeOfRepeat(resend: Resend, back: Direction): number {
  if (resend.wasRefused) return VerdictCause.refused;
  const isUnderWay = resend.sinceCovered < back.turnaround.shortest;
  return isUnderWay ? VerdictCause.acknowledgmentUnderWay : VerdictCause.acknowledgmentLost;
}

function causeOfLoss(resend: Resend, way: Direction): number {
  if (!resend.wasSeen) return VerdictCause.originalNotCaptured;
  if (resend.attempt > 1) return VerdictCause.resendLost;
  if (resend.errorRow !== noRow) return VerdictCause.droppedOnTheWay;
  if (resend.gapReport === GapReport.sack) return VerdictCause.repairedBySack;
  if (resend.gapReport === GapReport.duplicateAcknowledgments) return VerdictCause.repairedByDuplicateAcknowledgments;
  return resend.isTail && way.sackPermitted && !resend.isAtEdge
    ? VerdictCause.repairedByTailProbe
    : VerdictCause.repairedByTimeout;
}

/** The error proves it, or the first that acknowledges the resend. */
function lost(resend: Resend, cause: number): Finding {
  const proofRow = cause === VerdictCause.droppedOnTheWay ? resend.errorRow : (resend.cover?.row ?? noRow);
  return found(resend, Verdict.retransmission, cause, proofRow);
}
