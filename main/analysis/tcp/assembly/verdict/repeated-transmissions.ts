import { TcpFlag, Verdict, VerdictCause } from '../constants';
import { noRow } from '../rows';
import { noteCopy } from './copies';
import { fillGap } from './gaps';
import { keepResend } from './kept-resends';
import { findPresent, Passage } from './passage';
import { newResend, Resend } from './resend';
import { looksTheSame, sendingOrder } from './sending-order';
import { SpanIndex } from './span-index';

/** More spans than this under one segment are made one. */
const mostSpansKept: i32 = 8;
const mostHolesFilled: i32 = 16;

/** What had passed here of the sequence numbers from `left` to `end`. */
@unmanaged
class Overlap {
  left: f64;
  end: f64;
  spans: i32;
  /** The transmissions that brought it first and last; `noRow` where it has been forgotten. */
  originalRow: i32;
  lastRow: i32;
  /** A first transmission from above; who to ask for the order of sending where nothing of it had passed. */
  referenceRow: i32;
  /** All of it had. */
  isWhole: bool;

  find(passage: Passage, left: f64, end: f64): void {
    const spans = passage.way.spans;
    this.left = left;
    this.end = end;
    this.spans = 0;
    this.originalRow = noRow;
    this.lastRow = noRow;
    this.isWhole = true;
    let covered = left;
    let more = spans.seek(left);
    for (; more && spans.left < end; more = spans.next()) {
      this.spans++;
      if (this.originalRow == noRow) this.originalRow = spans.first;
      if (spans.last > this.lastRow) this.lastRow = spans.last;
      if (spans.left > covered && covered >= spans.floor) this.isWhole = false;
      covered = spans.right;
    }
    if (covered < end && end > spans.floor) this.isWhole = false;
    this.referenceRow = more ? spans.reference : passage.way.topRow;
  }
}

const overlap = changetype<Overlap>(memory.data(40, 8));

/** Takes in a segment that does not begin above all that had passed here. */
export function takeRepeated(passage: Passage, left: f64, right: f64): void {
  const segment = passage.segment;
  const way = passage.way;
  passage.settleHabits();
  overlap.find(passage, left, min(right, way.top));
  if (overlap.spans == 0 && left >= way.spans.floor) fillGap(passage, left, right, overlap.referenceRow);
  else if (!opensSimultaneously(passage)) {
    repeat(passage);
    markSpans(passage);
  }
  if (right > way.top) {
    way.spans.append(way.top, right, segment.row);
    way.raiseTop(right, segment.row);
  }
}

/** The SYN,ACK of a simultaneous open has the SYN's number, yet is another segment (RFC 9293 §3.5, figure 8). */
function opensSimultaneously(passage: Passage): bool {
  const mask = TcpFlag.syn | TcpFlag.ack;
  if ((passage.segment.flags & mask) != mask || overlap.lastRow == noRow) return false;
  if ((passage.earlier(overlap.lastRow).flags & mask) != TcpFlag.syn) return false;
  const spans = passage.way.spans;
  spans.seek(overlap.left);
  spans.last = passage.segment.row;
  return true;
}

/** Some or all of it had passed here before. */
function repeat(passage: Passage): void {
  const segment = passage.segment;
  const habit = passage.way.habit;
  const lastRow = overlap.lastRow;
  if (lastRow == noRow) {
    takeResend(passage);
    return;
  }
  const last = passage.earlier(lastRow);
  if (habit.varies && segment.identification != 0 && looksTheSame(segment, last)) {
    noteCopy(passage, lastRow);
    return;
  }
  const isOlder = sendingOrder(segment, last, habit) < 0;
  if (isOlder && (overlap.originalRow == lastRow || isOlderThan(passage, overlap.originalRow))) {
    noteLateOriginal(passage);
  } else takeResend(passage);
}

function isOlderThan(passage: Passage, row: i32): bool {
  return sendingOrder(passage.segment, passage.reference(row), passage.way.habit) < 0;
}

/** The resend came first, and only now its original. */
function noteLateOriginal(passage: Passage): void {
  findPresent(passage, Verdict.outOfOrder, VerdictCause.overtakenByResend, overlap.lastRow);
  noteOriginalOf(passage, overlap.originalRow);
  if (overlap.lastRow != overlap.originalRow) noteOriginalOf(passage, overlap.lastRow);
}

function noteOriginalOf(passage: Passage, row: i32): void {
  const known = passage.way.resends.ofRow(row);
  if (known) known.lateOriginalRow = passage.segment.row;
  else {
    const resend = newResend(passage.earlier(row), overlap.left, overlap.end);
    passage.keep(resend);
    resend.lateOriginalRow = passage.segment.row;
  }
}

function takeResend(passage: Passage): void {
  const segment = passage.segment;
  const way = passage.way;
  const lastRow = overlap.lastRow;
  const resend = newResend(segment, overlap.left, overlap.end);
  resend.originalRow = overlap.originalRow;
  resend.previousRow = lastRow;
  resend.wasSeen = overlap.isWhole;
  resend.errorRow = passage.errorAbout(overlap.originalRow);
  if (lastRow != noRow) {
    const last = passage.earlier(lastRow);
    resend.since = segment.time - last.time;
    resend.looksTheSame = overlap.isWhole && !way.habit.varies && looksTheSame(segment, last);
    const earlier = way.resends.ofRow(lastRow);
    // A segment sent again in two: the second half is none of the first.
    if (earlier && earlier.left < overlap.end && overlap.left < earlier.right) resend.attempt = earlier.attempt + 1;
  }
  if (lastRow > passage.back.lastRow) noteExchange(passage, resend);
  keepResend(passage, resend);
}

function noteExchange(passage: Passage, resend: Resend): void {
  const unanswered = resend.unanswered;
  resend.isUnanswered = true;
  unanswered.sent = passage.way.answeredSent;
  unanswered.answers = passage.way.answeredPackets;
  unanswered.otherSent = passage.back.sent;
}

/** Notes the segment as the last that brought what it carries. */
function markSpans(passage: Passage): void {
  const spans = passage.way.spans;
  const row = passage.segment.row;
  if (overlap.spans > mostSpansKept) spans.merge(overlap.left, overlap.end);
  if (!overlap.isWhole) fillHoles(spans, row, overlap.left, overlap.end);
  let more = spans.seek(overlap.left);
  for (; more && spans.left < overlap.end; more = spans.next()) spans.last = row;
}

function fillHoles(spans: SpanIndex, row: i32, left: f64, end: f64): void {
  let at = max(left, spans.floor);
  for (let i = 0; at < end && i < mostHolesFilled; i++) {
    const isThere = spans.seek(at);
    const next = isThere ? spans.left : end;
    const after = isThere ? spans.right : end;
    if (next > at) spans.insert(at, min(next, end), row, isThere ? spans.reference : row);
    at = after;
  }
}
