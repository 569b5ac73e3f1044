import type { PacketStore } from '../store/packet-store';
import { anyVerdict } from './analysis-flag';
import { exactNanoseconds } from './clock';
import { ConnectionWord, EndBit, EndWord } from './connection-record';
import type { ConnectionReplay } from './connection-replay';
import { scaleFactor } from './segment-analysis';
import { advance, relativeTo } from './sequence-number';
import { noRow } from './unacknowledged';

/**
 * What a segment means within its connection. Frames count from 1; times are in nanoseconds; null stands for a number that
 * does not apply or is not known. Named after the `tcp.*` field in each comment.
 */
export interface SegmentFact {
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
  /** tcp.time_relative, tcp.time_delta */
  readonly sinceFirst: bigint;
  readonly sincePrevious: bigint;
  /** `AnalysisFlag` bits */
  readonly analysis: number;
  /** tcp.analysis.acks_frame, tcp.analysis.ack_rtt */
  readonly acknowledgedFrame: number | null;
  readonly roundTrip: bigint | null;
  /** tcp.analysis.initial_rtt, shown with segments of which the analysis tells anything else */
  readonly initialRoundTrip: bigint | null;
  /** tcp.analysis.duplicate_ack_num, tcp.analysis.duplicate_ack_frame */
  readonly duplicateNumber: number | null;
  readonly duplicatedFrame: number | null;
  /** tcp.analysis.rto, tcp.analysis.rto_frame */
  readonly timeout: bigint | null;
  readonly timeoutFrame: number | null;
  /** tcp.analysis.bytes_in_flight, tcp.analysis.push_bytes_sent */
  readonly bytesInFlight: number | null;
  readonly pushBytesSent: number | null;
}

/** The fact of the segment at which the replay stands. */
export function segmentFact(store: PacketStore, replay: ConnectionReplay): SegmentFact {
  const { segment, memory, details, row, flags } = replay;
  const own = segment.fromServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd;
  const other = segment.fromServer ? ConnectionWord.clientEnd : ConnectionWord.serverEnd;
  const sequenceBase = memory[own + EndWord.initialSequence] as number;
  const knowsOther = ((memory[other] as number) & EndBit.hasInitial) !== 0;
  const acknowledgmentBase =
    segment.acknowledges && knowsOther ? (memory[other + EndWord.initialSequence] as number) : 0;
  const sequence = relativeTo(segment.sequence, sequenceBase);
  const roundTrip = time(store, details.acknowledgedRow, row);
  const timeout = time(store, details.timeoutRow, row);
  const isAnalyzed = (flags & anyVerdict) !== 0 || details.acknowledgedRow !== noRow || details.examined;
  return {
    connection: replay.connection,
    fromServer: segment.fromServer,
    sequence,
    acknowledgment: relativeTo(segment.acknowledgment, acknowledgmentBase),
    nextSequence: advance(sequence, relativeTo(segment.end, segment.sequence)),
    sequenceBase,
    acknowledgmentBase,
    windowSize: memory[own + EndWord.window] as number,
    windowScaleFactor: segment.isSyn ? null : scaleFactor(memory, own, other),
    completeness: replay.completeness,
    sinceFirst: exactNanoseconds(store, replay.firstRow, row),
    sincePrevious: replay.previousRow === noRow ? 0n : exactNanoseconds(store, replay.previousRow, row),
    analysis: flags,
    acknowledgedFrame: frame(details.acknowledgedRow),
    roundTrip,
    initialRoundTrip: isAnalyzed ? initialRoundTrip(store, memory) : null,
    duplicateNumber: details.duplicateNumber || null,
    duplicatedFrame: frame(details.duplicatedRow),
    timeout,
    timeoutFrame: timeout === null ? null : frame(details.timeoutRow),
    bytesInFlight: details.bytesInFlight || null,
    pushBytesSent: details.pushBytesSent || null,
  };
}

/** From the SYN to the first ACK after it, in nanoseconds; null where they were not both seen. */
export function initialRoundTrip(store: PacketStore, memory: Uint32Array, at = 0): bigint | null {
  const syn = memory[at + ConnectionWord.synRow] as number;
  const handshake = memory[at + ConnectionWord.handshakeRow] as number;
  return syn === 0 || handshake === 0 ? null : exactNanoseconds(store, syn - 1, handshake - 1) || null;
}

const frame = (row: number): number | null => (row === noRow ? null : row + 1);

const time = (store: PacketStore, from: number, to: number): bigint | null =>
  from === noRow ? null : exactNanoseconds(store, from, to) || null;
