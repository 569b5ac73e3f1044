import { TcpFlag } from '../../transport/tcp-flags';
import { noRow } from '../unacknowledged';
import { noteCopy } from './copies';
import { fillGap } from './gaps';
import type { Passage } from './passage';
import type { PassingSegment } from './passing-segment';
import { GapReport, Resend } from './resend';
import { looksTheSame, sendingOrder } from './sending-order';
import { Verdict, VerdictCause } from './verdict-code';

/** More spans than this under one segment are made one. */
const mostSpansKept = 8;
const mostHolesFilled = 16;

/** What had passed here of the sequence numbers from `left` to `end`. */
interface Overlap {
  readonly left: number;
  readonly end: number;
  readonly spans: number;
  /** All of it had. */
  readonly isWhole: boolean;
  /** The transmissions that brought it first and last; `noRow` where it has been forgotten. */
  readonly originalRow: number;
  readonly lastRow: number;
  /** A first transmission from above; who to ask for the order of sending where nothing of it had passed. */
  readonly referenceRow: number;
}

/** Takes in a segment that does not begin above all that had passed here. */
export function takeRepeated(passage: Passage, left: number, right: number): void {
  const { segment, way } = passage;
  passage.settleHabits();
  const overlap = overlapOf(passage, left, Math.min(right, way.top));
  if (overlap.spans === 0 && left >= way.spans.floor) fillGap(passage, left, right, overlap.referenceRow);
  else if (!opensSimultaneously(passage, overlap)) {
    repeat(passage, overlap);
    markSpans(passage, overlap);
  }
  if (right > way.top) {
    way.spans.append(way.top, right, segment.row);
    way.raiseTop(right, segment.row);
  }
}

function overlapOf({ way }: Passage, left: number, end: number): Overlap {
  const { spans } = way;
  let covered = left;
  let count = 0;
  let originalRow: number = noRow;
  let lastRow: number = noRow;
  let isWhole = true;
  let more = spans.seek(left);
  for (; more && spans.left < end; more = spans.next()) {
    count++;
    if (originalRow === noRow) originalRow = spans.first;
    if (spans.last > lastRow) lastRow = spans.last;
    if (spans.left > covered && covered >= spans.floor) isWhole = false;
    covered = spans.right;
  }
  if (covered < end && end > spans.floor) isWhole = false;
  return { left, end, spans: count, isWhole, originalRow, lastRow, referenceRow: more ? spans.reference : way.topRow };
}

/** The SYN,ACK of a simultaneous open has the SYN's number, yet is another segment (RFC 9293 §3.5, figure 8). */
function opensSimultaneously(passage: Passage, { lastRow, left }: Overlap): boolean {
  const { segment, way } = passage;
  const mask = TcpFlag.syn | TcpFlag.ack;
  if ((segment.flags & mask) !== mask || lastRow === noRow) return false;
  if ((passage.earlier(lastRow).flags & mask) !== TcpFlag.syn) return false;
  way.spans.seek(left);
  way.spans.last = segment.row;
  return true;
}

/** Some or all of it had passed here before. */
function repeat(passage: Passage, overlap: Overlap): void {
  const { segment, way } = passage;
  const { originalRow, lastRow } = overlap;
  if (lastRow === noRow) {
    takeResend(passage, overlap);
    return;
  }
  const last = passage.earlier(lastRow);
  if (way.habit.varies && segment.identification !== 0 && looksTheSame(segment, last)) {
    noteCopy(passage, lastRow);
    return;
  }
  const isOlder = sendingOrder(segment, last, way.habit) < 0;
  if (isOlder && (originalRow === lastRow || isOlderThan(passage, segment, originalRow))) {
    noteLateOriginal(passage, overlap);
  } else takeResend(passage, overlap);
}

const isOlderThan = (passage: Passage, segment: PassingSegment, row: number): boolean =>
  sendingOrder(segment, passage.reference(row), passage.way.habit) < 0;

/** The resend came first, and only now its original. */
function noteLateOriginal(passage: Passage, { left, end, originalRow, lastRow }: Overlap): void {
  const { segment, way } = passage;
  passage.found({
    row: segment.row,
    verdict: Verdict.outOfOrder,
    cause: VerdictCause.overtakenByResend,
    originalRow: lastRow,
    previousRow: noRow,
    proofRow: noRow,
  });
  for (const row of originalRow === lastRow ? [lastRow] : [originalRow, lastRow]) {
    let resend = way.resendsByRow.get(row);
    if (resend === undefined) {
      resend = new Resend(passage.earlier(row), left, end);
      passage.keep(resend);
    }
    resend.lateOriginalRow = segment.row;
  }
}

function takeResend(passage: Passage, overlap: Overlap): void {
  const { segment, way, back } = passage;
  const { left, end, originalRow, lastRow } = overlap;
  const resend = new Resend(segment, left, end);
  resend.originalRow = originalRow;
  resend.previousRow = lastRow;
  resend.wasSeen = overlap.isWhole;
  resend.errorRow = passage.errorAbout(originalRow);
  if (lastRow !== noRow) {
    const last = passage.earlier(lastRow);
    resend.since = segment.time - last.time;
    resend.looksTheSame = overlap.isWhole && !way.habit.varies && looksTheSame(segment, last);
    const earlier = way.resendsByRow.get(lastRow);
    // A segment sent again in two: the second half is none of the first.
    const isOfSame = earlier !== undefined && earlier.left < end && left < earlier.right;
    resend.attempt = isOfSame ? earlier.attempt + 1 : 1;
  }
  if (lastRow > back.lastRow) {
    resend.unanswered = { sent: way.answeredSent, answers: way.answeredPackets, otherSent: back.sent };
  }
  keepResend(passage, resend);
}

/** Notes what was known when the segment was sent again, and lets it wait for more. */
export function keepResend(passage: Passage, resend: Resend): void {
  const { way } = passage;
  const { left, right } = resend;
  if (way.sacked.highest > right) {
    resend.gapReport = GapReport.sack;
    way.gapResends++;
  } else if (way.duplicates > 0 && way.acknowledged >= left) {
    resend.gapReport = GapReport.duplicateAcknowledgments;
  }
  resend.isAtEdge = left <= way.acknowledged;
  resend.isTail = right >= way.top;
  noteEarlierCover(passage, resend);
  way.turnaround.cancel();
  passage.keep(resend);
}

function noteEarlierCover(passage: Passage, resend: Resend): void {
  const { way } = passage;
  const isAcknowledged = way.acknowledged >= resend.right;
  if (!isAcknowledged && !way.sacked.covers(Math.max(resend.left, way.acknowledged), resend.right)) return;
  resend.wasCovered = true;
  resend.coveredRow = isAcknowledged ? way.trail.rowOf(resend.right) : noRow;
  if (resend.coveredRow === noRow) return;
  const answer = passage.earlier(resend.coveredRow);
  resend.sinceCovered = resend.time - answer.time;
  resend.wasRefused = answer.isReset;
}

/** Notes the segment as the last that brought what it carries. */
function markSpans({ segment, way }: Passage, { left, end, spans: count, isWhole }: Overlap): void {
  const { spans } = way;
  if (count > mostSpansKept) spans.merge(left, end);
  if (!isWhole) fillHoles(way.spans, segment.row, left, end);
  let more = spans.seek(left);
  for (; more && spans.left < end; more = spans.next()) spans.last = segment.row;
}

function fillHoles(spans: Passage['way']['spans'], row: number, left: number, end: number): void {
  let at = Math.max(left, spans.floor);
  for (let i = 0; at < end && i < mostHolesFilled; i++) {
    const isThere = spans.seek(at);
    const next = isThere ? spans.left : end;
    const after = isThere ? spans.right : end;
    if (next > at) spans.insert(at, Math.min(next, end), row, isThere ? spans.reference : row);
    at = after;
  }
}
