// Made by scripts/assemble-follower.mts from the numbers of the same names.

export enum AnalysisFlag {
  retransmission = 1,
  fastRetransmission = 2,
  spuriousRetransmission = 4,
  outOfOrder = 8,
  lostSegment = 16,
  acknowledgedLostSegment = 32,
  duplicateAcknowledgment = 64,
  zeroWindow = 128,
  zeroWindowProbe = 256,
  zeroWindowProbeAcknowledgment = 512,
  windowUpdate = 1024,
  windowFull = 2048,
  keepAlive = 4096,
  keepAliveAcknowledgment = 8192,
  reusedPorts = 16384,
  fastOpenSyn = 32768,
  fastOpenAccepted = 65536,
  fastOpenIgnored = 131072,
}

export enum ConnectionWord {
  clientAddress = 0,
  serverAddress = 1,
  ports = 2,
  first = 3,
  last = 4,
  earlier = 5,
  lastEnclosing = 6,
  synRow = 6,
  handshakeRow = 7,
  clientEnd = 8,
  serverEnd = 20,
}

export enum EndBit {
  hasInitial = 1,
  hasNext = 2,
  hasAcknowledgeable = 4,
  repeats = 8,
  lastWasKeepAlive = 16,
  lastWasZeroWindowProbe = 32,
  offeredData = 64,
  hasSent = 128,
  isUnderWay = 135,
  renumbered = 8192,
  hasNewOption = 16384,
}

export enum RowFlag {
  hasTime = 1,
  tcp = 2,
  udp = 4,
  fromServer = 8,
  hasPorts = 16,
  hasTimestamps = 32,
  hasIdentification = 64,
  dissected = 128,
}

export enum ScaleCode {
  unknown = 0,
  none = 1,
  first = 2,
}

export enum StateBit {
  finSent = 16,
  finReceived = 32,
  finWaits = 64,
  passive = 128,
  over = 256,
  answered = 512,
  countedOnce = 1024,
  countsByOne = 3072,
  suspect = 4096,
  listed = 8192,
  ofConnection = 1023,
}

export enum TcpFlag {
  fin = 1,
  syn = 2,
  rst = 4,
  psh = 8,
  ack = 16,
  urg = 32,
  ece = 64,
  cwr = 128,
  ae = 256,
  reserved = 3584,
}

export enum TcpState {
  closed = 0,
  listen = 1,
  synSent = 2,
  synReceived = 3,
  established = 4,
  finWait1 = 5,
  finWait2 = 6,
  closeWait = 7,
  closing = 8,
  lastAck = 9,
  timeWait = 10,
  partial = 11,
}

export enum UnreadSegment {
  whole = 4096,
  syn = 8192,
  ack = 16384,
}

export enum Verdict {
  none = 0,
  retransmission = 1,
  spuriousRetransmission = 2,
  outOfOrder = 3,
  duplicatePacket = 4,
}

export enum VerdictCause {
  none = 0,
  repairedBySack = 1,
  repairedByDuplicateAcknowledgments = 2,
  repairedByTailProbe = 3,
  repairedByTimeout = 4,
  originalNotCaptured = 5,
  resendLost = 6,
  acknowledgmentLost = 7,
  acknowledgmentUnderWay = 8,
  delayed = 9,
  reordered = 10,
  overtookOriginal = 11,
  reportedTwice = 12,
  arrivedHere = 13,
  overtaken = 14,
  overtakenByResend = 15,
  duplicatedByNetwork = 16,
  capturedTwice = 17,
  heldBehindGap = 18,
  refused = 19,
  droppedOnTheWay = 20,
}

export const absent: i32 = -1;
export const carriesSackBlocks: i32 = 134217728;
export const identificationShift: i32 = 16;
export const rawWindowShift: i32 = 16;
export const scaleMask: i32 = 7936;
export const scaleShift: i32 = 8;
export const stateMask: i32 = 15;
export const tcpWords: i32 = 32;
export const udpWords: i32 = 7;
export const uncaptured: i32 = -2;
