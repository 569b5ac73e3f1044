import { TcpFlag } from '../transport/tcp-flags';
import { AnalysisFlag } from './analysis-flag';
import type { Segment } from './segment';
import type { TcpOptions } from './tcp-options-table';
import { largestSpan, noRow, Unacknowledged } from './unacknowledged';

/** tshark takes no more blocks of a segment off what is in flight. */
const countedBlocks = 3;

/** What one end has sent and not yet had acknowledged, and what it told of the other end's data. */
export class EndDetails {
  unacknowledged = new Unacknowledged();
  /** False from a gap in what the capture saw until the other end acknowledges again: nobody can count what is in flight. */
  countable = true;
  pushedBytes = 0;
  /** The segment counted last had PSH. */
  pushed = false;
  /** Bytes in the SACK blocks of this end's last segment, modulo 2^32. */
  sackedBytes = 0;

  copy(): EndDetails {
    const copy = new EndDetails();
    copy.unacknowledged = this.unacknowledged.copy();
    copy.countable = this.countable;
    copy.pushedBytes = this.pushedBytes;
    copy.pushed = this.pushed;
    copy.sackedBytes = this.sackedBytes;
    return copy;
  }
}

/**
 * The numbers of a segment beside its verdicts, which only a replay works out. The analysis of each segment overwrites them.
 * Rows are `noRow` and counts 0 where there is nothing to tell.
 */
export class SegmentDetails {
  acknowledgedRow = noRow;
  duplicateNumber = 0;
  duplicatedRow = noRow;
  /** The retransmission timeout is counted from this row. */
  timeoutRow = noRow;
  bytesInFlight = 0;
  pushBytesSent = 0;
  /** The analysis looked for something in the segment, whether it found any: then tshark shows the initial round trip. */
  examined = false;

  constructor(
    private readonly options: TcpOptions,
    readonly client = new EndDetails(),
    readonly server = new EndDetails(),
  ) {}

  /** Segments that wait for an acknowledgment. */
  get waiting(): number {
    return this.client.unacknowledged.size + this.server.unacknowledged.size;
  }

  begin(): void {
    this.acknowledgedRow = noRow;
    this.duplicateNumber = 0;
    this.duplicatedRow = noRow;
    this.timeoutRow = noRow;
    this.bytesInFlight = 0;
    this.pushBytesSent = 0;
    this.examined = false;
  }

  /** @param fallbackRow the segment to count from where none waits for an acknowledgment */
  resent(segment: Segment, fallbackRow: number): void {
    const oldest = this.own(segment).unacknowledged.oldestRow;
    this.timeoutRow = oldest === noRow ? fallbackRow : oldest;
  }

  /**
   * Called once for each segment when its verdicts are known.
   * @param base the initial sequence number of its sender
   * @param flags its verdicts
   */
  finish(segment: Segment, base: number, flags: number): void {
    const own = this.own(segment);
    const other = segment.fromServer ? this.client : this.server;
    this.acknowledgedRow = other.unacknowledged.acknowledge(segment.acknowledgment);
    if (segment.acknowledges) other.countable = true;
    own.sackedBytes = this.sackedBytes(segment.row);
    if (flags & AnalysisFlag.lostSegment) own.countable = false;
    if (segment.length > 0 || segment.isSyn || segment.isFin) {
      own.unacknowledged.add(segment.row, segment.sequence, segment.end);
    }
    if (segment.length > 0 && own.countable) this.count(segment, base, own, other);
  }

  private count(segment: Segment, base: number, own: EndDetails, other: EndDetails): void {
    this.examined = true;
    own.pushedBytes = (own.pushed ? 0 : own.pushedBytes) + segment.length;
    own.pushed = (segment.flags & TcpFlag.psh) !== 0;
    const control = segment.isSyn || segment.isFin ? 1 : 0;
    const inFlight = own.unacknowledged.spanFrom(base) - control - other.sackedBytes;
    if (inFlight <= 0 || inFlight >= largestSpan) return;
    this.bytesInFlight = inFlight;
    this.pushBytesSent = own.pushedBytes;
  }

  private own(segment: Segment): EndDetails {
    return segment.fromServer ? this.server : this.client;
  }

  private sackedBytes(row: number): number {
    let bytes = 0;
    for (let i = 0; i < Math.min(countedBlocks, this.options.blockCount(row)); i++) {
      bytes += this.options.blockEdge(row, 2 * i + 1) - this.options.blockEdge(row, 2 * i);
    }
    return bytes | 0;
  }
}
