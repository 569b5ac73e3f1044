/** What a ladder needs to know of each of its packets, in bits. */
export const FlowMark = {
  fromServer: 1,
  hasData: 2,
  /** It is drawn by itself: something about it is to be seen. */
  standsAlone: 4,
  problem: 8,
  duplicate: 16,
  /** Bytes before it are missing. */
  holeBefore: 32,
  /** It passed the capture point and never arrived. */
  lost: 64,
  /** It belongs to another connection than the packet before: of a ladder of several. */
  changesConnection: 128,
} as const;
