/** Codes of the store's `verdict` column: what a segment is by all the evidence of the recording. */
export const Verdict = {
  none: 0,
  /** Sent again, and the receiver needed it. */
  retransmission: 1,
  /** Sent again although it had arrived. */
  spuriousRetransmission: 2,
  /** A first transmission that arrives late. */
  outOfOrder: 3,
  /** The very same transmission once more. */
  duplicatePacket: 4,
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** What `wirestate.verdict` shows for each code. */
export const verdictNames = [
  '',
  'retransmission',
  'spurious-retransmission',
  'out-of-order',
  'duplicate-packet',
] as const;

/** Codes of the store's `verdictCause` column: why it came to that, as far as the recording tells. */
export const VerdictCause = {
  none: 0,
  repairedBySack: 1,
  repairedByDuplicateAcknowledgments: 2,
  repairedByTailProbe: 3,
  repairedByTimeout: 4,
  originalNotCaptured: 5,
  resendLost: 6,
  acknowledgmentLost: 7,
  acknowledgmentUnderWay: 8,
  delayed: 9,
  reordered: 10,
  overtookOriginal: 11,
  reportedTwice: 12,
  arrivedHere: 13,
  overtaken: 14,
  overtakenByResend: 15,
  duplicatedByNetwork: 16,
  capturedTwice: 17,
  heldBehindGap: 18,
  refused: 19,
  droppedOnTheWay: 20,
} as const;
export type VerdictCause = (typeof VerdictCause)[keyof typeof VerdictCause];

/** The causes in words, by code. */
export const causeTexts: readonly string[] = [
  '',
  'lost; SACK showed the gap',
  'lost; duplicate ACKs showed the gap',
  'lost at the end of a flight; sent again as a tail loss probe',
  'lost; sent again after a timeout',
  'lost before this capture point: the original was not captured',
  'lost once more: an earlier resend did not arrive either',
  'it had arrived; its acknowledgment was lost',
  'it had arrived; its acknowledgment was still under way',
  'it was delayed, not lost',
  'it was reordered, not lost',
  'it was late: this resend overtook it',
  'it had arrived: the receiver reports it twice (DSACK)',
  'it had arrived: it passed this capture point next to the receiver',
  'overtaken by segments sent later',
  'late: its own resend overtook it',
  'duplicated by the network',
  'captured twice',
  'it had arrived: the receiver held it behind a gap, and had no SACK to say so',
  'it had arrived and was answered by a reset; the sender tries again',
  'dropped on the way, as an ICMP error reported',
];
