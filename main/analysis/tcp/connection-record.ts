/** The words of a TCP connection's record; a UDP conversation has the first six and `lastEnclosing`. */
export const ConnectionWord = {
  /** Numbers of the AddressTable. */
  clientAddress: 0,
  serverAddress: 1,
  /** Client's port in the upper half, server's in the lower. */
  ports: 2,
  /** Rows. */
  first: 3,
  last: 4,
  /** The connection that had the same ends before, plus one; 0 for none. */
  earlier: 5,
  /** Of a UDP conversation: row of the last datagram around another packet, plus one; see EnclosingDatagrams. */
  lastEnclosing: 6,
  /** Row of the latest SYN before the handshake's first ACK, plus one; 0 for none. */
  synRow: 6,
  /** Row of the first ACK after a SYN, plus one. The time between the two is the initial round trip. */
  handshakeRow: 7,
  clientEnd: 8,
  serverEnd: 20,
} as const;

export const udpWords = 7;
export const tcpWords = 32;

/** The words of one end of a TCP connection, from `clientEnd` or `serverEnd`: what is known of it from what it sent. */
export const EndWord = {
  /** `EndBit` bits, with the code of the window scale and, in the upper half, the window as it stood in the header. */
  bits: 0,
  /** Initial sequence number, or for an end whose SYN was not seen the number before the first seen. */
  initialSequence: 1,
  /** Behind the last byte sent: the next sequence number that is expected of this end. */
  nextSequence: 2,
  /** Row of the segment that brought `nextSequence` to where it is. */
  nextSequenceRow: 3,
  /** The highest acknowledgment that the other end can send without acknowledging what the capture missed. */
  acknowledgeable: 4,
  /** The last acknowledgment number that this end sent, and the row of its last segment. */
  acknowledgment: 5,
  acknowledgmentRow: 6,
  /** Row of the segment that brought the acknowledgment to where it is: what duplicates duplicate. */
  originalRow: 7,
  duplicates: 8,
  /** The window in bytes. */
  window: 9,
  /** Behind this end's FIN. */
  finish: 10,
  /** `TcpState` in the lower four bits, with `StateBit` bits and, in the upper half, its last IPv4 identification. */
  state: 11,
} as const;

export const EndBit = {
  hasInitial: 1,
  hasNext: 2,
  hasAcknowledgeable: 4,
  /** It repeats an acknowledgment, or must have sent unseen segments with it: see `judgeUnseen` of the assembly. */
  repeats: 8,
  lastWasKeepAlive: 16,
  lastWasZeroWindowProbe: 32,
  /** Its SYN carried data with a Fast Open cookie. */
  offeredData: 64,
  hasSent: 128,
  /** `hasInitial`, `hasNext`, `hasAcknowledgeable` and `hasSent`. */
  isUnderWay: 1 | 2 | 4 | 128,
  /** A SYN replaced the initial sequence number by another: earlier segments counted from an older one. */
  renumbered: 0x2000,
  /** Since its last segment, that one included, the connection has used a Multipath TCP option for the first time. */
  hasNewOption: 0x4000,
} as const;

export const stateMask = 15;

export const StateBit = {
  finSent: 16,
  finReceived: 32,
  /** A FIN of the other end was seen, but something before it is missing. */
  finWaits: 64,
  /** Opened by listening: a reset before the handshake's end leads back to LISTEN (RFC 9293 §3.5.2). */
  passive: 128,
  /** Was closed: no segment but a SYN changes anything. */
  over: 256,
  /** It answered a SYN with SYN,ACK: something listens there. */
  answered: 512,
  /** Two bits: how often in a row its IP identification has grown by one, three for more often. See `skips` of the assembly. */
  countedOnce: 0x400,
  countsByOne: 0xc00,
  /** In the client's word: something in the connection may want a verdict of ours, and it is in the list of those. */
  suspect: 0x1000,
  listed: 0x2000,
  /** What a new connection between the same ends begins without. */
  ofConnection: 0x3ff,
} as const;

/** Where an end's last IPv4 identification stands beside its state. */
export const identificationShift = 16;

export const scaleShift = 8;
export const scaleMask = 0x1f00;
export const rawWindowShift = 16;

/** What is known of an end's window scale, as it stands in the record: 0 for nothing, 1 for none agreed, else the shift plus 2. */
export const ScaleCode = { unknown: 0, none: 1, first: 2 } as const;
