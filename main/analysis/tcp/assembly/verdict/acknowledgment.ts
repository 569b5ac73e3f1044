import { carriesSackBlocks } from '../constants';
import { blockCount, blockEdge } from '../host';
import { Direction } from './direction';
import { Passage } from './passage';
import { PassingSegment } from './passing-segment';
import { GapReport, Resend } from './resend';

/** An acknowledgment further ahead of what was captured is taken for nonsense. */
const furthestAhead: f64 = 67_108_864;
const mostResendsSearched: i32 = 256;

/** Takes in what the segment acknowledges of the other end's data. */
export function acknowledge(passage: Passage): void {
  const segment = passage.segment;
  const direction = passage.back;
  if (!direction.hasStarted) direction.start(segment.acknowledgment);
  const position = direction.position(segment.acknowledgment);
  if (position > direction.top + furthestAhead) return;
  direction.hasAcknowledgments = true;
  const edge = direction.acknowledged;
  if (position == edge && repeatsLast(passage, direction)) {
    if (direction.duplicates++ == 0) direction.gapReportedAt = segment.time;
  }
  const gapWasKnown = direction.duplicates > 0;
  const advances = position > edge;
  direction.turnaround.endEcho(segment);
  if (advances) advanceTo(direction, position, segment);
  const reports = (segment.analysis & carriesSackBlocks) != 0 && takeBlocks(direction, segment, position);
  if (direction.resends.uncovered > 0 && (advances || reports)) {
    cover(direction, segment, edge, passage.way, gapWasKnown);
  }
}

/** RFC 5681 §2: a duplicate ACK has no data, repeats what is acknowledged and the window, while something is outstanding. */
function repeatsLast(passage: Passage, direction: Direction): bool {
  const segment = passage.segment;
  if (segment.taken > 0 || direction.acknowledged >= direction.top) return false;
  const last = passage.earlier(direction.acknowledgedRow);
  direction.acknowledgedRow = segment.row;
  return segment.window == last.window;
}

function advanceTo(direction: Direction, position: f64, segment: PassingSegment): void {
  direction.acknowledged = position;
  direction.acknowledgedRow = segment.row;
  direction.trail.add(position, segment.row);
  direction.duplicates = 0;
  direction.turnaround.end(position, segment);
  direction.sacked.dropBelow(position);
  if (direction.sacked.highest <= position) direction.gapReportedAt = NaN;
}

/** @returns whether the blocks tell of anything that was not known to have arrived */
function takeBlocks(direction: Direction, segment: PassingSegment, position: f64): bool {
  const row = segment.row;
  const count = blockCount(row);
  direction.sackPermitted = true;
  let isNews = false;
  for (let i = 0; i < count; i++) {
    const left = direction.position(blockEdge(row, 2 * i));
    const right = direction.position(blockEdge(row, 2 * i + 1));
    if (left >= right || right > direction.top) continue;
    if (i == 0 && isDuplicateReport(direction, row, left, right, position, count)) {
      noteDuplicate(direction, segment, left, right);
    } else if (right > position && direction.sacked.add(max(left, position), right)) {
      isNews = true;
      if (!(direction.gapReportedAt > 0)) direction.gapReportedAt = segment.time;
    }
  }
  return isNews;
}

/** RFC 2883 §4: the first block is a DSACK where it lies below the acknowledgment, or within the second block. */
function isDuplicateReport(direction: Direction, row: i32, left: f64, right: f64, position: f64, count: i32): bool {
  if (right <= position) return true;
  if (count < 2) return false;
  const outerLeft = direction.position(blockEdge(row, 2));
  const outerRight = direction.position(blockEdge(row, 3));
  return outerLeft <= left && right <= outerRight;
}

/** The latest resend that can have caused a DSACK did; a DSACK that none can have caused tells of a copy made on the way. */
function noteDuplicate(direction: Direction, segment: PassingSegment, left: f64, right: f64): void {
  const resends = direction.resends;
  const latest = segment.time - direction.turnaround.soonest;
  const lowest = max(0, resends.length - mostResendsSearched);
  for (let i = resends.length - 1; i >= lowest; i--) {
    const resend = resends.at(i);
    if (resend.left >= right || resend.right <= left || resend.reportRow >= 0 || resend.time > latest) continue;
    resend.reportRow = segment.row;
    if (resend.gapReport == GapReport.sack) direction.gapResendsReported++;
    return;
  }
  direction.copiesReported++;
}

function cover(direction: Direction, segment: PassingSegment, edge: f64, back: Direction, gapWasKnown: bool): void {
  const resends = direction.resends;
  const acknowledged = direction.acknowledged;
  let kept = 0;
  for (let i = 0; i < resends.uncovered; i++) {
    const resend = resends.uncoveredAt(i);
    const isAcknowledged = acknowledged >= resend.right;
    if (!isAcknowledged && !direction.sacked.covers(max(resend.left, acknowledged), resend.right)) {
      resends.keepUncovered(i, kept++);
      continue;
    }
    const cover = resend.cover;
    resend.hasCover = true;
    cover.row = segment.row;
    cover.time = segment.time;
    cover.bySack = !isAcknowledged;
    // Nothing is acknowledged before a SYN.
    cover.edge = resend.isSyn ? resend.left : edge;
    cover.hasEcho = segment.hasTimestamps;
    cover.echo = segment.timestampEcho;
    cover.gapWasKnown = gapWasKnown;
    cover.followsAll = back.missingBefore == 0;
    cover.answersAll = answersAll(direction, back, resend, segment);
    cover.reachesFurther = isAcknowledged && acknowledged > resend.right && reachesUnrepeated(direction, resend);
  }
  resends.uncovered = kept;
}

/** Each transmission since the receiver was last heard had a packet of it for an answer, seen here or not. */
function answersAll(direction: Direction, back: Direction, resend: Resend, segment: PassingSegment): bool {
  const unanswered = resend.unanswered;
  // What the receiver sent beside must not be data of its own, captured or not.
  if (!resend.isUnanswered || back.sent != unanswered.otherSent) return false;
  if (back.position(segment.sequence) != back.top) return false;
  return back.packets - unanswered.answers >= direction.sent - unanswered.sent;
}

/** The last of what was acknowledged with the resend had not been sent again: it waited at the receiver behind a gap. */
function reachesUnrepeated(direction: Direction, resend: Resend): bool {
  const spans = direction.spans;
  return spans.seek(direction.acknowledged - 1) && spans.left < direction.acknowledged && spans.last < resend.row;
}
