import type { Chunk } from '../store/chunk';
import type { PacketStore } from '../store/packet-store';
import { chunkMask, chunkShift, RowFlag } from '../store/schema';
import { AnalysisFlag } from './analysis-flag';
import { Completeness, completenessAfter } from './completeness';
import { ConnectionWord, tcpWords } from './connection-record';
import { MultipathOptions } from './multipath-options';
import { unknownFlags } from './quoted-packets';
import { Segment } from './segment';
import { SegmentDetails } from './segment-details';
import type { ConnectionTracker } from './tracker';
import { noRow } from './unacknowledged';

/**
 * One connection's segments from its first, taken through the analysis once more with the details kept. Stands at one segment
 * after the other.
 */
export class ConnectionReplay {
  readonly memory = new Int32Array(tcpWords);
  readonly segment = new Segment();
  details: SegmentDetails;
  /** The row at which the replay stands; `noRow` before the first. */
  row = noRow;
  previousRow = noRow;
  /** `AnalysisFlag` bits of the segment. */
  flags = 0;
  /** `Completeness` bits before the segment. */
  completeness = 0;
  private completenessAfter = 0;
  private countedRow = noRow;
  private multipath = new MultipathOptions();
  readonly firstRow: number;

  constructor(
    private readonly store: PacketStore,
    private readonly tracker: ConnectionTracker,
    readonly connection: number,
  ) {
    this.details = new SegmentDetails(tracker.options);
    this.firstRow = tracker.tcp.records.get(connection, ConnectionWord.first);
  }

  /** While the capture grows, another one later. */
  get lastRow(): number {
    return this.tracker.tcp.records.get(this.connection, ConnectionWord.last);
  }

  get atEnd(): boolean {
    return this.row === this.lastRow;
  }

  /** Goes to the next segment. @returns false behind the last */
  step(): boolean {
    do {
      if (this.atEnd) return false;
      this.previousRow = this.countedRow;
      this.row = this.row === noRow ? this.firstRow : nextRow(this.store, this.row);
    } while (!this.store.has(this.row, RowFlag.tcp) && this.passQuote());
    this.countedRow = this.row;
    const isFirst = this.previousRow === noRow;
    this.segment.read(this.store, this.row, this.tracker.options);
    const { segment } = this;
    segment.bringsNewOption = segment.multipath !== 0 && this.multipath.takesInNew(0, segment.multipath);
    this.flags = this.tracker.follower.analyzeAgain(this.memory, this.segment, this.details);
    if (isFirst) this.flags |= this.store.get('analysis', this.row) & AnalysisFlag.reusedPorts;
    const before = this.completenessAfter;
    const reusesPorts = isFirst && (this.flags & AnalysisFlag.reusedPorts) !== 0;
    this.completenessAfter = completenessAfter(before, this.segment, isFirst, reusesPorts);
    this.completeness = reusesPorts ? Completeness.syn : before;
    return true;
  }

  /** An ICMP error that quotes a whole header counts for times and completeness, as in tshark. */
  private passQuote(): boolean {
    const flags = this.tracker.quoted.tcpFlags(this.row);
    if (flags === unknownFlags) return true;
    this.segment.quote(this.row, flags);
    this.completenessAfter = completenessAfter(this.completenessAfter, this.segment, this.countedRow === noRow, false);
    this.countedRow = this.row;
    return true;
  }

  /** A replay that stands at the same segment and goes its own way. */
  copy(): ConnectionReplay {
    const copy = new ConnectionReplay(this.store, this.tracker, this.connection);
    copy.memory.set(this.memory);
    copy.details = new SegmentDetails(this.tracker.options, this.details.client.copy(), this.details.server.copy());
    copy.multipath = this.multipath.copy();
    copy.row = this.row;
    copy.previousRow = this.previousRow;
    copy.countedRow = this.countedRow;
    copy.completenessAfter = this.completenessAfter;
    return copy;
  }
}

function nextRow(store: PacketStore, row: number): number {
  return (store.chunks[row >>> chunkShift] as Chunk).nextInStream[row & chunkMask] as number;
}
