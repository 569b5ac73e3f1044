/** Rows of a chunk. A power of two, so that a row's chunk and place are a shift and a mask away. */
export const chunkShift = 16;
export const chunkRows = 1 << chunkShift;
export const chunkMask = chunkRows - 1;

/** The one schema of the packet store: a typed array a column. 94 bytes a packet in all. */
export const columns = {
  /** Offset of the packet's bytes in the (decompressed) file. */
  fileOffset: Float64Array,
  /** Seconds and nanoseconds since 1970-01-01 00:00 UTC, exact. NaN seconds: the file gives no time. */
  seconds: Float64Array,
  nanoseconds: Uint32Array,
  capturedLength: Uint32Array,
  originalLength: Uint32Array,
  interface: Uint16Array,
  /** `Protocol.index` of the protocol in the Protocol column. */
  protocol: Uint16Array,
  /** Numbers of the AddressTable. */
  source: Uint32Array,
  destination: Uint32Array,
  sourcePort: Uint16Array,
  destinationPort: Uint16Array,
  /** `RowFlag` bits. */
  rowFlags: Uint8Array,
  timeToLive: Uint8Array,
  ipIdentification: Uint16Array,
  /** Row of TCP connections or UDP conversations, by `RowFlag.tcp` and `RowFlag.udp`; -1 for none. */
  stream: Int32Array,
  /** The connection's next packet as a row; 0 where there is none. Row 0 follows no other. */
  nextInStream: Uint32Array,
  sequence: Uint32Array,
  acknowledgment: Uint32Array,
  tcpFlags: Uint16Array,
  window: Uint16Array,
  payloadLength: Uint32Array,
  /** From the frame's first byte; 65535 where it lies in reassembled data or too far behind. */
  payloadStart: Uint16Array,
  timestampValue: Uint32Array,
  timestampEcho: Uint32Array,
  /** `AnalysisFlag` bits: Wireshark's verdicts. */
  analysis: Uint32Array,
  /** Our own verdict and its cause. */
  verdict: Uint8Array,
  verdictCause: Uint8Array,
} as const;

export type ColumnName = keyof typeof columns;

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
