import type { PacketStore } from '../store/packet-store';
import { anyVerdict } from './analysis-flag';
import { exactNanoseconds } from './clock';
import { ConnectionWord, EndBit, EndWord } from './connection-record';
import type { ConnectionReplay } from './connection-replay';
import { relativeTo } from './sequence-number';
import { noRow } from './unacknowledged';
import { scaleFactor } from './window-scale';

/**
 * What a segment means within its connection. Frames count from 1; times are in nanoseconds; null stands for a number that
 * does not apply or is not known. The comments name the fields that show it.
 */
export class SegmentFact {
  /** tcp.stream */
  readonly connection: number;
  readonly fromServer: boolean;
  /** tcp.seq, tcp.ack, tcp.nxtseq */
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly nextSequence: number;
  /** What to take off the raw numbers of this segment, modulo 2^32: its own sequence numbers, and those it acknowledges. */
  readonly sequenceBase: number;
  readonly acknowledgmentBase: number;
  /** tcp.window_size in bytes, and tcp.window_size_scalefactor: -1 unknown, -2 no scaling; null in a SYN */
  readonly windowSize: number;
  readonly windowScaleFactor: number | null;
  /** tcp.completeness: `Completeness` bits */
  readonly completeness: number;
  /** `AnalysisFlag` bits */
  readonly analysis: number;
  /** tcp.analysis.duplicate_ack_num */
  readonly duplicateNumber: number | null;
  /** tcp.analysis.bytes_in_flight, tcp.analysis.push_bytes_sent */
  readonly bytesInFlight: number | null;
  readonly pushBytesSent: number | null;
  private readonly row: number;
  private readonly firstRow: number;
  private readonly previousRow: number;
  private readonly acknowledgedRow: number;
  private readonly duplicatedRow: number;
  private readonly timeoutRow: number;
  /** Rows of SYN and handshake plus one, as in the connection's record; 0 where the round trip is not shown. */
  private readonly synRow: number;
  private readonly handshakeRow: number;

  /** The fact of the segment at which a replay stands. */
  constructor(
    private readonly store: PacketStore,
    replay: ConnectionReplay,
  ) {
    const { segment, memory, details } = replay;
    const own = segment.fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd;
    const other = segment.fromServer ? ConnectionWord.clientEnd : ConnectionWord.serverEnd;
    const knowsOther = segment.acknowledges && ((memory[other] as number) & EndBit.hasInitial) !== 0;
    this.connection = replay.connection;
    this.fromServer = segment.fromServer;
    this.sequenceBase = (memory[own + EndWord.initialSequence] as number) >>> 0;
    this.acknowledgmentBase = knowsOther ? (memory[other + EndWord.initialSequence] as number) >>> 0 : 0;
    this.sequence = relativeTo(segment.sequence, this.sequenceBase);
    this.acknowledgment = relativeTo(segment.acknowledgment, this.acknowledgmentBase);
    this.nextSequence = relativeTo(segment.end, this.sequenceBase);
    this.windowSize = memory[own + EndWord.window] as number;
    this.windowScaleFactor = segment.isSyn ? null : scaleFactor(memory, own);
    this.completeness = replay.completeness;
    this.analysis = replay.flags;
    this.duplicateNumber = details.duplicateNumber || null;
    this.bytesInFlight = details.bytesInFlight || null;
    this.pushBytesSent = details.pushBytesSent || null;
    this.row = replay.row;
    this.firstRow = replay.firstRow;
    this.previousRow = replay.previousRow;
    this.acknowledgedRow = details.acknowledgedRow;
    this.duplicatedRow = details.duplicatedRow;
    this.timeoutRow = details.timeoutRow;
    const shows = (replay.flags & anyVerdict) !== 0 || details.acknowledgedRow !== noRow || details.examined;
    this.synRow = memory[ConnectionWord.synRow] as number;
    this.handshakeRow = shows ? (memory[ConnectionWord.handshakeRow] as number) : 0;
  }

  /** tcp.time_relative */
  get sinceFirst(): bigint {
    return exactNanoseconds(this.store, this.firstRow, this.row);
  }

  /** tcp.time_delta */
  get sincePrevious(): bigint {
    return this.previousRow === noRow ? 0n : exactNanoseconds(this.store, this.previousRow, this.row);
  }

  /** tcp.analysis.acks_frame */
  get acknowledgedFrame(): number | null {
    return frame(this.acknowledgedRow);
  }

  /** tcp.analysis.ack_rtt */
  get roundTrip(): bigint | null {
    return this.since(this.acknowledgedRow);
  }

  /** tcp.analysis.initial_rtt, shown with segments of which the analysis tells anything else */
  get initialRoundTrip(): bigint | null {
    const { synRow, handshakeRow } = this;
    return handshakeRow === 0 ? null : exactNanoseconds(this.store, synRow - 1, handshakeRow - 1) || null;
  }

  /** tcp.analysis.duplicate_ack_frame */
  get duplicatedFrame(): number | null {
    return frame(this.duplicatedRow);
  }

  /** tcp.analysis.rto */
  get timeout(): bigint | null {
    return this.since(this.timeoutRow);
  }

  /** tcp.analysis.rto_frame */
  get timeoutFrame(): number | null {
    return this.timeout === null ? null : frame(this.timeoutRow);
  }

  private since(row: number): bigint | null {
    return row === noRow ? null : exactNanoseconds(this.store, row, this.row) || null;
  }
}

/** From the SYN to the first ACK after it, in nanoseconds; null where they were not both seen. */
export function initialRoundTrip(store: PacketStore, memory: Int32Array, at = 0): bigint | null {
  const syn = memory[at + ConnectionWord.synRow] as number;
  const handshake = memory[at + ConnectionWord.handshakeRow] as number;
  return handshake === 0 ? null : exactNanoseconds(store, syn - 1, handshake - 1) || null;
}

const frame = (row: number): number | null => (row === noRow ? null : row + 1);
