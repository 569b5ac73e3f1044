import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { AnalysisFlag, type AnalysisFlagName, analysisFieldNames, anyVerdict } from '../tcp/analysis-flag';
import type { SegmentFact } from '../tcp/segment-fact';

// What tracking the connection tells of a segment: the user's guide, "TCP Analysis", by Wireshark's names.

const generated = { generated: true } as const;

const verdictLabels: Readonly<Record<AnalysisFlagName, string>> = {
  retransmission: 'Retransmission (suspected)',
  fastRetransmission: 'Fast retransmission (suspected)',
  spuriousRetransmission: 'Spurious retransmission (suspected)',
  outOfOrder: 'Out of order (suspected)',
  lostSegment: 'Previous segment not captured',
  acknowledgedLostSegment: 'Acknowledges a segment that was not captured',
  duplicateAcknowledgment: 'Duplicate ACK',
  zeroWindow: 'Zero window',
  zeroWindowProbe: 'Zero window probe',
  zeroWindowProbeAcknowledgment: 'ACK of a zero window probe',
  windowUpdate: 'Window update',
  windowFull: 'Window full: the receiver can take no more',
  keepAlive: 'Keep-alive',
  keepAliveAcknowledgment: 'ACK of a keep-alive',
  reusedPorts: 'Port numbers reused',
  fastOpenSyn: 'Fast Open: data on the SYN with a cookie',
  fastOpenAccepted: 'Fast Open: the data on the SYN is acknowledged',
  fastOpenIgnored: 'Fast Open: the data on the SYN is not acknowledged',
};

const verdictFields = Object.fromEntries(
  Object.entries(analysisFieldNames).map(([name, filterName]) => [
    name,
    field(filterName, 'none', verdictLabels[name as AnalysisFlagName], "Wireshark's verdict on the segment", generated),
  ]),
) as Readonly<Record<AnalysisFlagName, Field>>;

export const analysisFields = {
  sequence: field('tcp.seq', 'uint32', 'Sequence Number', "Counted from the connection's first", {
    unit: '(relative)',
  }),
  nextSequence: field('tcp.nxtseq', 'uint32', 'Next Sequence Number', 'Behind the last byte of the segment', {
    generated: true,
    unit: '(relative)',
  }),
  acknowledgment: field('tcp.ack', 'uint32', 'Acknowledgment Number', 'The next byte that is expected', {
    unit: '(relative)',
  }),
  completeness: field(
    'tcp.completeness',
    'uint8',
    'Captured so far',
    'SYN 1, SYN,ACK 2, ACK 4, data 8, FIN 16, RST 32',
    generated,
  ),
  windowSize: field('tcp.window_size', 'uint32', 'Window', 'Bytes that may be in flight, scaled', {
    generated: true,
    unit: 'bytes',
  }),
  windowScale: field(
    'tcp.window_size_scalefactor',
    'int32',
    'Window scaling factor',
    '-1: not known, -2: no scaling',
    generated,
  ),
  timestamps: field('tcp.timestamps', 'none', 'Times', 'Times within the connection', generated),
  sinceFirst: field('tcp.time_relative', 'relative-time', "Since the connection's first packet", '', generated),
  sincePrevious: field('tcp.time_delta', 'relative-time', "Since the connection's previous packet", '', generated),
  analysis: field('tcp.analysis', 'none', 'SEQ/ACK analysis', 'What the numbers tell', generated),
  acknowledgedFrame: field('tcp.analysis.acks_frame', 'framenum', 'Acknowledges the segment in frame', '', generated),
  roundTrip: field('tcp.analysis.ack_rtt', 'relative-time', 'Round trip', 'From that segment to this ACK', generated),
  initialRoundTrip: field(
    'tcp.analysis.initial_rtt',
    'relative-time',
    'Initial round trip',
    'Of the handshake',
    generated,
  ),
  bytesInFlight: field(
    'tcp.analysis.bytes_in_flight',
    'uint32',
    'Bytes in flight',
    'Sent and not acknowledged',
    generated,
  ),
  pushBytesSent: field('tcp.analysis.push_bytes_sent', 'uint32', 'Bytes since the last PSH', '', generated),
  flags: field('tcp.analysis.flags', 'none', "Wireshark's verdict", 'Any verdict on the segment', generated),
  duplicateNumber: field('tcp.analysis.duplicate_ack_num', 'uint32', 'Duplicate ACK number', '', generated),
  duplicatedFrame: field('tcp.analysis.duplicate_ack_frame', 'framenum', 'Duplicates the ACK in frame', '', generated),
  timeout: field(
    'tcp.analysis.rto',
    'relative-time',
    'Sent again after',
    'Time since the segment that was lost',
    generated,
  ),
  timeoutFrame: field('tcp.analysis.rto_frame', 'framenum', 'Counted from frame', '', generated),
} as const;

export const analysisVerdictFields = verdictFields;

/** Adds `[Times]`: where the segment stands in its connection. */
export function addTimes(dissection: Dissection, fact: Pick<SegmentFact, 'sinceFirst' | 'sincePrevious'>): void {
  dissection.group(analysisFields.timestamps, 0, 0);
  dissection.add(analysisFields.sinceFirst, 0, 0, fact.sinceFirst);
  dissection.add(analysisFields.sincePrevious, 0, 0, fact.sincePrevious);
  dissection.end();
}

/** Adds what the acknowledgment number of a SYN,ACK tells of the data on the SYN. */
export function addAnswerToData(dissection: Dissection, fact: SegmentFact): void {
  addFlags(dissection, fact.analysis & (AnalysisFlag.fastOpenAccepted | AnalysisFlag.fastOpenIgnored));
}

/** Adds that the SYN may carry data. */
export function addOfferedData(dissection: Dissection, fact: SegmentFact): void {
  addFlags(dissection, fact.analysis & AnalysisFlag.fastOpenSyn);
}

/** Adds `[SEQ/ACK analysis]`, where there is anything to tell. */
export function addAnalysis(dissection: Dissection, fact: SegmentFact): void {
  const verdicts = fact.analysis & anyVerdict;
  const known = [fact.acknowledgedFrame, fact.initialRoundTrip, fact.bytesInFlight, fact.pushBytesSent];
  if (verdicts === 0 && known.every((value) => value === null)) return;
  dissection.group(analysisFields.analysis, 0, 0);
  addKnown(dissection, analysisFields.acknowledgedFrame, fact.acknowledgedFrame);
  addKnown(dissection, analysisFields.roundTrip, fact.roundTrip);
  addKnown(dissection, analysisFields.initialRoundTrip, fact.initialRoundTrip);
  addKnown(dissection, analysisFields.bytesInFlight, fact.bytesInFlight);
  addKnown(dissection, analysisFields.pushBytesSent, fact.pushBytesSent);
  if (verdicts !== 0) addVerdicts(dissection, fact, verdicts);
  dissection.end();
}

function addVerdicts(dissection: Dissection, fact: SegmentFact, verdicts: number): void {
  dissection.group(analysisFields.flags, 0, 0);
  addFlags(dissection, verdicts);
  dissection.end();
  addKnown(dissection, analysisFields.duplicateNumber, fact.duplicateNumber);
  addKnown(dissection, analysisFields.duplicatedFrame, fact.duplicatedFrame);
  addKnown(dissection, analysisFields.timeout, fact.timeout);
  addKnown(dissection, analysisFields.timeoutFrame, fact.timeoutFrame);
}

function addFlags(dissection: Dissection, flags: number): void {
  for (const [name, bit] of Object.entries(AnalysisFlag) as [AnalysisFlagName, number][]) {
    if (flags & bit) dissection.add(verdictFields[name], 0, 0, null);
  }
}

function addKnown(dissection: Dissection, which: Field, value: number | bigint | null): void {
  if (value !== null) dissection.add(which, 0, 0, value);
}
