/** A stretch of one direction's byte stream that the capture has without a gap. Offsets count from the stream's first byte. */
export interface StreamRun {
  /** Offset behind the last byte that is there. */
  readonly end: number;
  /** Bytes from `offset` on, fewer than `length` where the run ends. They hold until the next call. */
  bytes(offset: number, length: number): Uint8Array;
}

/**
 * How long a message is, in bytes; may reach beyond the run.
 * - `unfinished`: it cannot be told, as the run ends first
 * - `to-the-end`: it ends where the sender closes
 * - `not-here`: no message of the protocol begins here
 */
export type MessageLength = number | 'unfinished' | 'to-the-end' | 'not-here';

/** Finds the messages of one direction, one after the other. */
export interface MessageFramer {
  /** Must look at no more bytes than the message's framing has: a body is stepped over, not read. */
  measure(run: StreamRun, start: number): MessageLength;
  /** What the dissector is told of the message measured last: `StreamMessage.mark`. */
  readonly mark: number;
  /** Whether the message measured last must be dissected by itself, and not in one go with its neighbours in the segment. */
  readonly standsAlone: boolean;
  /** After the message measured last the connection speaks another protocol. */
  readonly leaves: boolean;
  /** Bytes are missing: nothing that was begun goes on. */
  interrupt(): void;
}

/** One framer for each direction of a connection; they may know of each other. */
export interface MessageFramers {
  readonly client: MessageFramer;
  readonly server: MessageFramer;
  /** What the two found out of the connection as a whole: `StreamMessage.connection`. */
  readonly connection?: object;
}

/** What the dissector of a message is told beyond its bytes. */
export interface StreamMessage {
  readonly mark: number;
  /** What the protocol's framers know of the connection; null where that is nothing. */
  readonly connection: object | null;
  /** Bytes of the stream in front of the message, as many of the `length` as are there. */
  before(length: number): Uint8Array;
}

/** A framer's members that most protocols have no need of. */
export const plainFramer = { mark: 0, standsAlone: false, leaves: false, interrupt: (): void => {} } as const;
