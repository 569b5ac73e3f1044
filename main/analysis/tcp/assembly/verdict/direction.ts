import { allocate } from '../memory';
import { noRow } from '../rows';
import { sequenceDistance } from '../sequence-number';
import { AcknowledgedTrail } from './acknowledged-trail';
import { LearntHabit } from './identification-habit';
import { RangeSet } from './range-set';
import { RecentRows } from './recent-rows';
import { ResendList } from './resend-list';
import { identificationDistance } from './sending-order';
import { SpanIndex } from './span-index';
import { Turnaround } from './turnaround';

/**
 * One direction of a connection: what its sender sent, as far as it passed the capture point, and what the other end
 * acknowledged of it. Positions are sequence numbers that do not wrap; the first seen is 0.
 */
@unmanaged
export class Direction {
  /** Behind the highest position sent, and who brought it. */
  top: f64;
  /** The last position that the sender acknowledged of the other direction is the other's `acknowledged`. */
  acknowledged: f64;
  /** When the first of `duplicates` or of SACK came. */
  gapReportedAt: f64;
  /** When the first timestamp of the sender was captured; NaN before it. */
  firstTimestampAt: f64;
  topRow: i32;
  /** Row of the last acknowledgment without data that did not take `acknowledged` back. */
  acknowledgedRow: i32;
  /** Acknowledgments without data that repeat the last, since it advanced. */
  duplicates: i32;
  /** DSACKs about segments that were not sent again: the network makes copies. */
  copiesReported: i32;
  copiesSeen: i32;
  /** Resends of what SACK reported missing, and those of them that a DSACK reports. */
  gapResends: i32;
  gapResendsReported: i32;
  /** Resends whose original was not captured: what is lost here is lost before the capture point. */
  unseenOriginals: i32;
  /** Packets that are missing just before the last segment, by the IP identification. */
  missingBefore: i32;
  /** Originals that are missing though nothing above them has come: resends of them look like first transmissions. */
  unseenAhead: i32;
  /** Packets sent, those missing here among them, by the IP identification. */
  packets: i32;
  /** Times at which the IP identification skipped and nothing explains it. */
  strangeSkips: i32;
  /** Segments captured that take up sequence numbers. */
  sent: i32;
  firstTimestamp: i32;
  /** Row of the last segment. */
  lastRow: i32;
  /** `sent`, and the other end's `packets`, when the other end was last heard. */
  answeredSent: i32;
  answeredPackets: i32;
  private highestIdentification: i32;
  private topSequence: i32;
  hasStarted: bool;
  hasAcknowledgments: bool;
  /** The receiver of this direction may send SACK and DSACK. */
  sackPermitted: bool;

  spans: SpanIndex;
  /** Above `acknowledged`. */
  sacked: RangeSet;
  trail: AcknowledgedTrail;
  recent: RecentRows;
  /** From here to the receiver and back. */
  turnaround: Turnaround;
  /** The sender's way to number its packets. */
  habit: LearntHabit;
  resends: ResendList;

  /** To be called once. */
  begin(): void {
    this.spans = changetype<SpanIndex>(allocate(offsetof<SpanIndex>()));
    this.sacked = changetype<RangeSet>(allocate(offsetof<RangeSet>()));
    this.trail = changetype<AcknowledgedTrail>(allocate(offsetof<AcknowledgedTrail>()));
    this.recent = changetype<RecentRows>(allocate(offsetof<RecentRows>()));
    this.turnaround = changetype<Turnaround>(allocate(offsetof<Turnaround>()));
    this.habit = changetype<LearntHabit>(allocate(offsetof<LearntHabit>()));
    this.resends = changetype<ResendList>(allocate(offsetof<ResendList>()));
    this.spans.begin();
    this.sacked.begin();
    this.trail.begin();
    this.recent.begin();
    this.resends.begin();
  }

  clear(): void {
    this.spans.clear();
    this.sacked.clear();
    this.trail.clear();
    this.recent.clear();
    this.turnaround.clear();
    this.habit.clear();
    this.resends.dropFirst(this.resends.length);
    memory.fill(changetype<usize>(this), 0, offsetof<Direction>('spans'));
    this.topRow = noRow;
    this.acknowledged = -Infinity;
    this.acknowledgedRow = noRow;
    this.gapReportedAt = NaN;
    this.firstTimestampAt = NaN;
    this.lastRow = noRow;
  }

  position(sequence: i32): f64 {
    return this.top + <f64>sequenceDistance(sequence, this.topSequence);
  }

  start(sequence: i32): void {
    this.hasStarted = true;
    this.topSequence = sequence;
    this.top = 0;
  }

  raiseTop(position: f64, row: i32): void {
    this.topSequence += <i32>(<i64>(position - this.top));
    this.top = position;
    this.topRow = row;
  }

  /** Takes in the IP identification of the sender's next packet. @returns whether it counts on from all before */
  countPacket(identification: i32): bool {
    this.missingBefore = 0;
    if (identification == 0) return true;
    const highest = this.highestIdentification;
    const step = highest == 0 ? 1 : identificationDistance(identification, highest);
    if (step <= 0) return false;
    this.highestIdentification = identification;
    this.missingBefore = step - 1;
    this.packets += step;
    return true;
  }
}
