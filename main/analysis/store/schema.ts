/** Rows of a chunk. A power of two, so that a row's chunk and place are a shift and a mask away. */
export const chunkShift = 16;
export const chunkRows = 1 << chunkShift;
export const chunkMask = chunkRows - 1;

/** What a row is, in bits. */
export const RowFlag = {
  hasTime: 1,
  tcp: 2,
  udp: 4,
  /** Sent by the connection's server (the second address of the connection). */
  fromServer: 8,
  hasPorts: 16,
  hasTimestamps: 32,
  /** The IPv4 identification is known. */
  hasIdentification: 64,
  /** The summary came from the dissector, not from the scan: odd, fragmented, or of a protocol without a scan. */
  dissected: 128,
} as const;

export const payloadElsewhere = 0xffff;
