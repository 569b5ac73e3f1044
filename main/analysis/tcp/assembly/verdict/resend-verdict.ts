import { Verdict, VerdictCause } from '../constants';
import { found } from '../host';
import { noRow } from '../rows';
import { isBefore } from '../sequence-number';
import { Direction } from './direction';
import { GapReport, Resend } from './resend';
import { isNextTo } from './turnaround';

/** Without a round trip to compare with, copies made under way follow within this. */
const copyNanoseconds: f64 = 1_000_000;

/** Nanoseconds: what stacks in use take at most; RFC 1122 §4.2.3.2 allows half a second. */
const longestDelayedAcknowledgment: f64 = 250_000_000;

/** What proves that an earlier transmission had arrived. */
let proofRow: i32 = noRow;

/**
 * Decides on a segment that was sent again when all evidence is in: whether the receiver had its data from an earlier
 * transmission.
 * @param way the direction of the segment
 * @param back the other direction
 */
export function judgeResend(resend: Resend, way: Direction, back: Direction): void {
  if (isCopy(resend, way, back)) {
    find(resend, Verdict.duplicatePacket, VerdictCause.duplicatedByNetwork, noRow);
    return;
  }
  if (resend.sinceRepeatedSyn < back.turnaround.soonest / 2) {
    find(resend, Verdict.none, VerdictCause.none, noRow);
    return;
  }
  const cause = causeOfArrival(resend, way, back);
  if (cause != VerdictCause.none) find(resend, Verdict.spuriousRetransmission, cause, proofRow);
  else findLost(resend, causeOfLoss(resend, way));
}

function find(resend: Resend, verdict: i32, cause: i32, proof: i32): void {
  found(resend.row, verdict, cause, resend.originalRow, resend.previousRow, proof);
}

/** Nobody sends again before an answer could have come, and then with a later timestamp (RFC 6298 §2, RFC 7323 §4.1). */
function isCopy(resend: Resend, way: Direction, back: Direction): bool {
  if (!resend.looksTheSame) return false;
  const loop = way.turnaround.shortest + back.turnaround.shortest;
  return resend.since < (loop > 0 ? loop / 2 : copyNanoseconds);
}

function proven(cause: i32, row: i32): i32 {
  proofRow = row;
  return cause;
}

/** The evidence that an earlier transmission had arrived, the surest first; none where there is none. */
function causeOfArrival(resend: Resend, way: Direction, back: Direction): i32 {
  const cover = resend.cover;
  const hasCover = resend.hasCover;
  if (resend.lateOriginalRow != noRow) return proven(VerdictCause.overtookOriginal, resend.lateOriginalRow);
  if (resend.wasCovered) return proven(causeOfRepeat(resend, back), resend.coveredRow);
  const late = resend.gapReport == GapReport.none ? VerdictCause.delayed : VerdictCause.reordered;
  if (hasCover) {
    // The acknowledgment came sooner than one of the resend can.
    const soonest = resend.time + way.turnaround.soonest;
    if (resend.wasSeen && cover.time < soonest && !echoesResend(resend)) return proven(late, cover.row);
    if (echoesEarlier(resend)) return proven(late, cover.row);
  }
  if (resend.reportRow != noRow && !isReportOfCopy(resend, way)) {
    if (!hasCover) return proven(VerdictCause.reportedTwice, resend.reportRow);
    return proven(late == VerdictCause.delayed ? VerdictCause.acknowledgmentLost : late, resend.reportRow);
  }
  if (!resend.wasSeen || resend.gapReport != GapReport.none) return VerdictCause.none;
  if (isNextToReceiver(resend, way, back)) return proven(VerdictCause.arrivedHere, resend.originalRow);
  if (!hasCover) return VerdictCause.none;
  if (cover.answersAll && back.habit.countsEach) return proven(VerdictCause.acknowledgmentLost, cover.row);
  if (way.sackPermitted || !cover.followsAll) return VerdictCause.none;
  // A receiver with data behind a gap acknowledges at once what fills a part of it (RFC 5681 §4.2). It jumped over the
  // resend's left edge without a word: nothing was missing there.
  if (cover.edge < resend.left) {
    const wasHeld = cover.gapWasKnown || cover.reachesFurther;
    return wasHeld ? proven(VerdictCause.heldBehindGap, cover.row) : VerdictCause.none;
  }
  // RFC 5682 §2 (F-RTO): what was sent behind it had arrived as well, and there had been no gap.
  const cameAllAtOnce = cover.reachesFurther && !cover.gapWasKnown && !resend.hasTimestamps;
  return cameAllAtOnce ? proven(VerdictCause.delayed, cover.row) : VerdictCause.none;
}

/**
 * RFC 3522 §3.2 (Eifel): at the left edge, the receiver echoes the timestamp of the segment that brought its data
 * (RFC 7323 §4.3). An echo from before the resend is the original's.
 */
function echoesEarlier(resend: Resend): bool {
  const cover = resend.cover;
  if (!resend.hasCover || cover.bySack || !cover.hasEcho || !resend.hasTimestamps) return false;
  return cover.edge >= resend.left && isBefore(cover.echo, resend.timestampValue);
}

/** The acknowledgment knows the timestamp of the resend: it was sent after the resend, or something as young, had come. */
function echoesResend(resend: Resend): bool {
  const cover = resend.cover;
  const haveTimestamps = resend.hasCover && cover.hasEcho && resend.hasTimestamps;
  return haveTimestamps && !isBefore(cover.echo, resend.timestampValue);
}

/**
 * A DSACK can tell of a copy that the network made of the resend. It does where such copies are known, the receiver had
 * reported the gap, and the gap closed when the resend was due: as often as copies are made of anything else.
 */
function isReportOfCopy(resend: Resend, way: Direction): bool {
  if (resend.gapReport != GapReport.sack || !resend.hasCover) return false;
  const shareOfCopies = <f64>(way.copiesReported + way.copiesSeen) / <f64>way.sent;
  return <f64>way.gapResends * shareOfCopies * 2 > <f64>way.gapResendsReported;
}

/** The capture point sees what the receiver gets. */
function isNextToReceiver(resend: Resend, way: Direction, back: Direction): bool {
  if (!way.hasAcknowledgments) return way.unseenOriginals > 0;
  // Who says nothing for longer than an acknowledgment may be delayed got nothing, however near.
  if (resend.isUnanswered && resend.since > longestDelayedAcknowledgment) return false;
  return isNextTo(way.turnaround, back.turnaround);
}

function causeOfRepeat(resend: Resend, back: Direction): i32 {
  if (resend.wasRefused) return VerdictCause.refused;
  const isUnderWay = resend.sinceCovered < back.turnaround.shortest;
  return isUnderWay ? VerdictCause.acknowledgmentUnderWay : VerdictCause.acknowledgmentLost;
}

function causeOfLoss(resend: Resend, way: Direction): i32 {
  if (!resend.wasSeen) return VerdictCause.originalNotCaptured;
  if (resend.attempt > 1) return VerdictCause.resendLost;
  if (resend.errorRow != noRow) return VerdictCause.droppedOnTheWay;
  if (resend.gapReport == GapReport.sack) return VerdictCause.repairedBySack;
  if (resend.gapReport == GapReport.duplicateAcknowledgments) return VerdictCause.repairedByDuplicateAcknowledgments;
  return resend.isTail && way.sackPermitted && !resend.isAtEdge
    ? VerdictCause.repairedByTailProbe
    : VerdictCause.repairedByTimeout;
}

/** The error proves it, or the first that acknowledges the resend. */
function findLost(resend: Resend, cause: i32): void {
  const acknowledgedBy = resend.hasCover ? resend.cover.row : noRow;
  const proof = cause == VerdictCause.droppedOnTheWay ? resend.errorRow : acknowledgedBy;
  find(resend, Verdict.retransmission, cause, proof);
}
