import { allocate } from '../memory';
import { noRow } from '../rows';
import { PassingSegment } from './passing-segment';

/** What the receiver had said of a gap when a segment was sent again. */
export enum GapReport {
  none,
  duplicateAcknowledgments,
  sack,
}

/** The first acknowledgment, cumulative or by SACK, that covers what a resend carries. */
@unmanaged
export class Cover {
  time: f64;
  /** What was acknowledged just before. */
  edge: f64;
  row: i32;
  echo: i32;
  bySack: bool;
  hasEcho: bool;
  /** All transmissions since the receiver was last heard had been answered. */
  answersAll: bool;
  /** Duplicate acknowledgments had told of a gap. */
  gapWasKnown: bool;
  /** No packet of the receiver is missing just before it. */
  followsAll: bool;
  /** It acknowledges more than the resend, sent before it and not again. */
  reachesFurther: bool;
}

/** What had been sent in both directions at one moment. */
@unmanaged
export class Exchange {
  /** Segments of data captured. */
  sent: i32;
  /** Packets of the other end, those missing here among them; by its IP identification. */
  answers: i32;
  /** Segments of the other end's own data. */
  otherSent: i32;
}

/** A segment that was sent again, and the evidence on whether that was needed, as it comes in. */
@unmanaged
export class Resend {
  time: f64;
  /** Valid where `hasCover` says so. */
  cover: Cover;
  /** What both ends had sent by then; valid where `isUnanswered` says so. */
  unanswered: Exchange;
  /** First sequence number of those that had been sent before. */
  left: f64;
  /** Behind the last. */
  right: f64;
  /** Time since the last transmission of the same bytes; NaN where none was captured. */
  since: f64;
  /** How long before the resend the acknowledgment of `wasCovered` had passed, if known. */
  sinceCovered: f64;
  /** Where it answers a SYN that was sent again: the time since that SYN. NaN else. */
  sinceRepeatedSyn: f64;
  row: i32;
  timestampValue: i32;
  originalRow: i32;
  /** The last of the transmissions before it. */
  previousRow: i32;
  /** Its original was sent again before. */
  attempt: i32;
  gapReport: GapReport;
  /** The acknowledgment of `wasCovered`. */
  coveredRow: i32;
  /** Row of the DSACK that reports what the resend carried as received twice (RFC 2883 §4). */
  reportRow: i32;
  /** Row of the original, captured after the resend. */
  lateOriginalRow: i32;
  /** Row of the ICMP error that quotes the original, captured between the two. */
  errorRow: i32;
  /** The next in a list: of those with the same place by their row, or of those that are free. */
  next: usize;
  hasTimestamps: bool;
  isSyn: bool;
  /** All of `left` to `right` had passed this capture point before. */
  wasSeen: bool;
  /** The segment has the very numbers of the transmission before it, and no IP identification to tell the two apart. */
  looksTheSame: bool;
  /** The lowest of what was not acknowledged. */
  isAtEdge: bool;
  /** The last of what had been sent. */
  isTail: bool;
  /** It is a copy made under way, and no resend. It stands here because the receiver reports it like one. */
  isCopy: bool;
  /** The acknowledgment had passed this capture point before the resend did. */
  wasCovered: bool;
  /** That acknowledgment was a reset. */
  wasRefused: bool;
  hasCover: bool;
  /** No packet of the receiver had come since the original. */
  isUnanswered: bool;
  /** Nothing more will be learnt of it. */
  isDecided: bool;
}

// A resend, its cover and what was unanswered lie one behind the other.
const coverAt: usize = (offsetof<Resend>() + 7) & ~7;
const exchangeAt: usize = coverAt + ((offsetof<Cover>() + 7) & ~7);
const wholeBytes: usize = exchangeAt + offsetof<Exchange>();

/** Those that are free. */
let free: usize = 0;

export function newResend(segment: PassingSegment, left: f64, right: f64): Resend {
  const place = free != 0 ? free : allocate(wholeBytes);
  const resend = changetype<Resend>(place);
  if (place == free) free = resend.next;
  memory.fill(place, 0, wholeBytes);
  resend.cover = changetype<Cover>(place + coverAt);
  resend.unanswered = changetype<Exchange>(place + exchangeAt);
  resend.row = segment.row;
  resend.time = segment.time;
  resend.left = left;
  resend.right = right;
  resend.hasTimestamps = segment.hasTimestamps;
  resend.timestampValue = segment.timestampValue;
  resend.isSyn = segment.isSyn;
  resend.wasSeen = true;
  resend.attempt = 1;
  resend.since = NaN;
  resend.sinceCovered = NaN;
  resend.sinceRepeatedSyn = NaN;
  resend.originalRow = noRow;
  resend.previousRow = noRow;
  resend.coveredRow = noRow;
  resend.reportRow = noRow;
  resend.lateOriginalRow = noRow;
  resend.errorRow = noRow;
  return resend;
}

export function freeResend(resend: Resend): void {
  resend.next = free;
  free = changetype<usize>(resend);
}
