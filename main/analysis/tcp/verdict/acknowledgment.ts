import { carriesSackBlocks } from '../analysis-flag';
import type { TcpOptions } from '../tcp-options-table';
import type { Direction } from './direction';
import type { Passage } from './passage';
import type { PassingSegment } from './passing-segment';
import { GapReport, type Resend } from './resend';

/** An acknowledgment further ahead of what was captured is taken for nonsense. */
const furthestAhead = 2 ** 26;
const mostResendsSearched = 256;

/** Takes in what the segment acknowledges of the other end's data. */
export function acknowledge(passage: Passage): void {
  const { segment, options, way: back, back: direction } = passage;
  if (!direction.hasStarted) direction.start(segment.acknowledgment);
  const position = direction.position(segment.acknowledgment);
  if (position > direction.top + furthestAhead) return;
  direction.hasAcknowledgments = true;
  const edge = direction.acknowledged;
  if (position === edge && repeatsLast(passage, direction)) {
    if (direction.duplicates++ === 0) direction.gapReportedAt = segment.time;
  }
  const gapWasKnown = direction.duplicates > 0;
  const advances = position > edge;
  direction.turnaround.endEcho(segment);
  if (advances) advanceTo(direction, position, segment);
  const reports = (segment.analysis & carriesSackBlocks) !== 0 && takeBlocks(direction, segment, options, position);
  if (direction.uncovered.length > 0 && (advances || reports)) cover(direction, segment, edge, back, gapWasKnown);
}

/** RFC 5681 §2: a duplicate ACK has no data, repeats what is acknowledged and the window, while something is outstanding. */
function repeatsLast(passage: Passage, direction: Direction): boolean {
  const { segment } = passage;
  if (segment.taken > 0 || direction.acknowledged >= direction.top) return false;
  const last = passage.earlier(direction.acknowledgedRow);
  direction.acknowledgedRow = segment.row;
  return segment.window === last.window;
}

function advanceTo(direction: Direction, position: number, segment: PassingSegment): void {
  direction.acknowledged = position;
  direction.acknowledgedRow = segment.row;
  direction.trail.add(position, segment.row);
  direction.duplicates = 0;
  direction.turnaround.end(position, segment);
  direction.sacked.dropBelow(position);
  if (direction.sacked.highest <= position) direction.gapReportedAt = Number.NaN;
}

/** @returns whether the blocks tell of anything that was not known to have arrived */
function takeBlocks(direction: Direction, segment: PassingSegment, options: TcpOptions, position: number): boolean {
  const count = options.blockCount(segment.row);
  direction.sackPermitted = true;
  let isNews = false;
  for (let i = 0; i < count; i++) {
    const left = direction.position(options.blockEdge(segment.row, 2 * i));
    const right = direction.position(options.blockEdge(segment.row, 2 * i + 1));
    if (left >= right || right > direction.top) continue;
    if (i === 0 && isDuplicateReport(direction, segment, options, left, right, position, count)) {
      noteDuplicate(direction, segment, left, right);
    } else if (right > position && direction.sacked.add(Math.max(left, position), right)) {
      isNews = true;
      if (!(direction.gapReportedAt > 0)) direction.gapReportedAt = segment.time;
    }
  }
  return isNews;
}

/** RFC 2883 §4: the first block is a DSACK where it lies below the acknowledgment, or within the second block. */
function isDuplicateReport(
  direction: Direction,
  segment: PassingSegment,
  options: TcpOptions,
  left: number,
  right: number,
  position: number,
  count: number,
): boolean {
  if (right <= position) return true;
  if (count < 2) return false;
  const outerLeft = direction.position(options.blockEdge(segment.row, 2));
  const outerRight = direction.position(options.blockEdge(segment.row, 3));
  return outerLeft <= left && right <= outerRight;
}

/** The latest resend that can have caused a DSACK did; a DSACK that none can have caused tells of a copy made on the way. */
function noteDuplicate(direction: Direction, segment: PassingSegment, left: number, right: number): void {
  const { resends } = direction;
  const latest = segment.time - direction.turnaround.soonest;
  const lowest = Math.max(0, resends.length - mostResendsSearched);
  for (let i = resends.length - 1; i >= lowest; i--) {
    const resend = resends[i] as Resend;
    if (resend.left >= right || resend.right <= left || resend.reportRow >= 0 || resend.time > latest) continue;
    resend.reportRow = segment.row;
    if (resend.gapReport === GapReport.sack) direction.gapResendsReported++;
    return;
  }
  direction.copiesReported++;
}

function cover(
  direction: Direction,
  segment: PassingSegment,
  edge: number,
  back: Direction,
  gapWasKnown: boolean,
): void {
  const { uncovered, sacked, acknowledged } = direction;
  let kept = 0;
  for (const resend of uncovered) {
    const isAcknowledged = acknowledged >= resend.right;
    if (!isAcknowledged && !sacked.covers(Math.max(resend.left, acknowledged), resend.right)) {
      uncovered[kept++] = resend;
      continue;
    }
    resend.cover = {
      row: segment.row,
      time: segment.time,
      bySack: !isAcknowledged,
      // Nothing is acknowledged before a SYN.
      edge: resend.isSyn ? resend.left : edge,
      hasEcho: segment.hasTimestamps,
      echo: segment.timestampEcho,
      gapWasKnown,
      followsAll: back.missingBefore === 0,
      answersAll: answersAll(direction, back, resend, segment),
      reachesFurther: isAcknowledged && acknowledged > resend.right && reachesUnrepeated(direction, resend),
    };
  }
  uncovered.length = kept;
}

/** Each transmission since the receiver was last heard had a packet of it for an answer, seen here or not. */
function answersAll(direction: Direction, back: Direction, resend: Resend, segment: PassingSegment): boolean {
  const { unanswered } = resend;
  // What the receiver sent beside must not be data of its own, captured or not.
  if (unanswered === null || back.sent !== unanswered.otherSent) return false;
  if (back.position(segment.sequence) !== back.top) return false;
  return back.packets - unanswered.answers >= direction.sent - unanswered.sent;
}

/** The last of what was acknowledged with the resend had not been sent again: it waited at the receiver behind a gap. */
function reachesUnrepeated(direction: Direction, resend: Resend): boolean {
  const { spans } = direction;
  return spans.seek(direction.acknowledged - 1) && spans.left < direction.acknowledged && spans.last < resend.row;
}
