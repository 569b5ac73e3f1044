/**
 * Wireshark's verdicts on a segment as bits of the store's `analysis` column. A fast or spurious retransmission is a
 * retransmission too, as its fields have it.
 */
export const AnalysisFlag = {
  retransmission: 1 << 0,
  fastRetransmission: 1 << 1,
  spuriousRetransmission: 1 << 2,
  outOfOrder: 1 << 3,
  lostSegment: 1 << 4,
  acknowledgedLostSegment: 1 << 5,
  duplicateAcknowledgment: 1 << 6,
  zeroWindow: 1 << 7,
  zeroWindowProbe: 1 << 8,
  zeroWindowProbeAcknowledgment: 1 << 9,
  windowUpdate: 1 << 10,
  windowFull: 1 << 11,
  keepAlive: 1 << 12,
  keepAliveAcknowledgment: 1 << 13,
  reusedPorts: 1 << 14,
  fastOpenSyn: 1 << 15,
  fastOpenAccepted: 1 << 16,
  fastOpenIgnored: 1 << 17,
} as const;

export type AnalysisFlagName = keyof typeof AnalysisFlag;

/** Every verdict: `tcp.analysis.flags`. What tells of Fast Open is none of them, as in tshark. */
export const anyVerdict = AnalysisFlag.fastOpenSyn - 1;

/** No verdict, but a mark in the same column: the segment carries SACK blocks, which the tracker keeps aside. */
export const carriesSackBlocks = 1 << 27;

/** Nor these: from here on nine bits are the subtypes of its Multipath TCP options, as in `PacketSummary.multipath`. */
export const multipathShift = 18;
export const multipathMask = 0x1ff;

/** The display-filter names of the verdicts. */
export const analysisFieldNames: Readonly<Record<AnalysisFlagName, string>> = {
  retransmission: 'tcp.analysis.retransmission',
  fastRetransmission: 'tcp.analysis.fast_retransmission',
  spuriousRetransmission: 'tcp.analysis.spurious_retransmission',
  outOfOrder: 'tcp.analysis.out_of_order',
  lostSegment: 'tcp.analysis.lost_segment',
  acknowledgedLostSegment: 'tcp.analysis.ack_lost_segment',
  duplicateAcknowledgment: 'tcp.analysis.duplicate_ack',
  zeroWindow: 'tcp.analysis.zero_window',
  zeroWindowProbe: 'tcp.analysis.zero_window_probe',
  zeroWindowProbeAcknowledgment: 'tcp.analysis.zero_window_probe_ack',
  windowUpdate: 'tcp.analysis.window_update',
  windowFull: 'tcp.analysis.window_full',
  keepAlive: 'tcp.analysis.keep_alive',
  keepAliveAcknowledgment: 'tcp.analysis.keep_alive_ack',
  reusedPorts: 'tcp.analysis.reused_ports',
  fastOpenSyn: 'tcp.analysis.tfo_syn',
  fastOpenAccepted: 'tcp.analysis.tfo_ack',
  fastOpenIgnored: 'tcp.analysis.tfo_ignored',
};
