import { advance, sequenceDistance } from '../sequence-number';
import { noRow } from '../unacknowledged';
import { AcknowledgedTrail } from './acknowledged-trail';
import { LearntHabit } from './identification-habit';
import { RangeSet } from './range-set';
import { RecentRows } from './recent-rows';
import type { Resend } from './resend';
import { identificationDistance } from './sending-order';
import { SpanIndex } from './span-index';
import { Turnaround } from './turnaround';

/**
 * One direction of a connection: what its sender sent, as far as it passed the capture point, and what the other end
 * acknowledged of it. Positions are sequence numbers that do not wrap; the first seen is 0.
 */
export class Direction {
  readonly spans = new SpanIndex();
  /** Above `acknowledged`. */
  readonly sacked = new RangeSet();
  readonly trail = new AcknowledgedTrail();
  readonly recent = new RecentRows();
  /** From here to the receiver and back. */
  readonly turnaround = new Turnaround();
  /** The sender's way to number its packets. */
  readonly habit = new LearntHabit();
  hasStarted = false;
  /** Behind the highest position sent, and who brought it. */
  top = 0;
  topRow: number = noRow;
  /** The last position that the sender acknowledged of the other direction is the other's `acknowledged`. */
  acknowledged = Number.NEGATIVE_INFINITY;
  /** Row of the last acknowledgment without data that did not take `acknowledged` back. */
  acknowledgedRow: number = noRow;
  /** Acknowledgments without data that repeat the last, since it advanced; and when the first of them or of SACK came. */
  duplicates = 0;
  gapReportedAt = Number.NaN;
  hasAcknowledgments = false;
  /** The receiver of this direction may send SACK and DSACK. */
  sackPermitted = false;
  /** DSACKs about segments that were not sent again: the network makes copies. */
  copiesReported = 0;
  copiesSeen = 0;
  /** Resends of what SACK reported missing, and those of them that a DSACK reports. */
  gapResends = 0;
  gapResendsReported = 0;
  /** Resends whose original was not captured: what is lost here is lost before the capture point. */
  unseenOriginals = 0;
  /** Resends that nothing decides yet, in the order of capture. */
  readonly resends: Resend[] = [];
  readonly uncovered: Resend[] = [];
  readonly resendsByRow = new Map<number, Resend>();
  /** Packets that are missing just before the last segment, by the IP identification. */
  missingBefore = 0;
  /** Originals that are missing though nothing above them has come: resends of them look like first transmissions. */
  unseenAhead = 0;
  /** Packets sent, those missing here among them, by the IP identification. */
  packets = 0;
  /** Times at which the IP identification skipped and nothing explains it. */
  strangeSkips = 0;
  /** Segments captured that take up sequence numbers. */
  sent = 0;
  /** The first timestamp of the sender, and the time it was captured at; NaN before it. */
  firstTimestamp = 0;
  firstTimestampAt = Number.NaN;
  /** Row of the last segment. */
  lastRow: number = noRow;
  /** `sent`, and the other end's `packets`, when the other end was last heard. */
  answeredSent = 0;
  answeredPackets = 0;
  private highestIdentification = 0;
  private topSequence = 0;

  clear(): void {
    this.spans.clear();
    this.sacked.clear();
    this.trail.clear();
    this.recent.clear();
    this.turnaround.clear();
    this.habit.clear();
    this.hasStarted = false;
    this.top = 0;
    this.topRow = noRow;
    this.acknowledged = Number.NEGATIVE_INFINITY;
    this.acknowledgedRow = noRow;
    this.duplicates = 0;
    this.gapReportedAt = Number.NaN;
    this.hasAcknowledgments = false;
    this.sackPermitted = false;
    this.copiesReported = 0;
    this.copiesSeen = 0;
    this.gapResends = 0;
    this.gapResendsReported = 0;
    this.unseenOriginals = 0;
    this.resends.length = 0;
    this.uncovered.length = 0;
    this.resendsByRow.clear();
    this.missingBefore = 0;
    this.unseenAhead = 0;
    this.packets = 0;
    this.strangeSkips = 0;
    this.sent = 0;
    this.firstTimestampAt = Number.NaN;
    this.lastRow = noRow;
    this.answeredSent = 0;
    this.answeredPackets = 0;
    this.highestIdentification = 0;
  }

  position(sequence: number): number {
    return this.top + sequenceDistance(sequence, this.topSequence);
  }

  start(sequence: number): void {
    this.hasStarted = true;
    this.topSequence = sequence;
    this.top = 0;
  }

  raiseTop(position: number, row: number): void {
    this.topSequence = advance(this.topSequence, position - this.top);
    this.top = position;
    this.topRow = row;
  }

  /** Takes in the IP identification of the sender's next packet. @returns whether it counts on from all before */
  countPacket(identification: number): boolean {
    this.missingBefore = 0;
    if (identification === 0) return true;
    const step =
      this.highestIdentification === 0 ? 1 : identificationDistance(identification, this.highestIdentification);
    if (step <= 0) return false;
    this.highestIdentification = identification;
    this.missingBefore = step - 1;
    this.packets += step;
    return true;
  }
}
