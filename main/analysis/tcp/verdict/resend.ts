import { noRow } from '../unacknowledged';
import type { PassingSegment } from './passing-segment';

/** What the receiver had said of a gap when a segment was sent again. */
export const GapReport = { none: 0, duplicateAcknowledgments: 1, sack: 2 } as const;
export type GapReport = (typeof GapReport)[keyof typeof GapReport];

/** What had been sent in both directions at one moment. */
export interface Exchange {
  /** Segments of data captured. */
  readonly sent: number;
  /** Packets of the other end, those missing here among them; by its IP identification. */
  readonly answers: number;
  /** Segments of the other end's own data. */
  readonly otherSent: number;
}

/** The first acknowledgment, cumulative or by SACK, that covers what a resend carries. */
export interface Cover {
  readonly row: number;
  readonly time: number;
  readonly bySack: boolean;
  /** What was acknowledged just before. */
  readonly edge: number;
  readonly hasEcho: boolean;
  readonly echo: number;
  /** All transmissions since the receiver was last heard had been answered. */
  readonly answersAll: boolean;
  /** Duplicate acknowledgments had told of a gap. */
  readonly gapWasKnown: boolean;
  /** No packet of the receiver is missing just before it. */
  readonly followsAll: boolean;
  /** It acknowledges more than the resend, sent before it and not again. */
  readonly reachesFurther: boolean;
}

/** A segment that was sent again, and the evidence on whether that was needed, as it comes in. */
export class Resend {
  readonly row: number;
  readonly time: number;
  readonly hasTimestamps: boolean;
  readonly timestampValue: number;
  readonly isSyn: boolean;
  /** All of `left` to `right` had passed this capture point before. */
  wasSeen = true;
  originalRow = noRow;
  /** The last of the transmissions before it. */
  previousRow: number = noRow;
  /** Time since the last transmission of the same bytes; NaN where none was captured. */
  since = Number.NaN;
  /** Its original was sent again before. */
  attempt = 1;
  /** The segment has the very numbers of the transmission before it, and no IP identification to tell the two apart. */
  looksTheSame = false;
  gapReport: GapReport = GapReport.none;
  /** The lowest of what was not acknowledged. */
  isAtEdge = false;
  /** The last of what had been sent. */
  isTail = false;
  /** It is a copy made under way, and no resend. It stands here because the receiver reports it like one. */
  isCopy = false;
  cover: Cover | null = null;
  /** The acknowledgment had passed this capture point before the resend did: in which row, and how long before, if known. */
  wasCovered = false;
  coveredRow: number = noRow;
  /** That acknowledgment was a reset. */
  wasRefused = false;
  sinceCovered = Number.NaN;
  /** Row of the DSACK that reports what the resend carried as received twice (RFC 2883 §4). */
  reportRow: number = noRow;
  /** Row of the original, captured after the resend. */
  lateOriginalRow: number = noRow;
  /** Row of the ICMP error that quotes the original, captured between the two. */
  errorRow: number = noRow;
  /** Where it answers a SYN that was sent again: the time since that SYN. NaN else. */
  sinceRepeatedSyn = Number.NaN;
  /** No packet of the receiver had come since the original: what both ends had sent then, in packets and in data. */
  unanswered: Exchange | null = null;

  /** @param left first sequence number of those that had been sent before; @param right behind the last */
  constructor(
    segment: PassingSegment,
    readonly left: number,
    readonly right: number,
  ) {
    this.row = segment.row;
    this.time = segment.time;
    this.hasTimestamps = segment.hasTimestamps;
    this.timestampValue = segment.timestampValue;
    this.isSyn = segment.isSyn;
  }
}

/** What was made of a segment. */
export interface Finding {
  readonly row: number;
  readonly verdict: number;
  readonly cause: number;
  /** The transmission that the segment repeats or, where it is late, the first that overtook it; `noRow` for none. */
  readonly originalRow: number;
  /** Of a segment that was sent more than twice, the transmission before it; of one that was sent twice the original; else `noRow`. */
  readonly previousRow: number;
  /** The segment that proves it, before or behind; `noRow` for none. */
  readonly proofRow: number;
}
