import type { StreamMark, StreamPiece, StreamSender, StreamSpan } from '../../../preload/contract/stream';

/** A stretch that gets a heading of its own. */
export interface ContentBlock {
  readonly sender: StreamSender;
  /** Positions of its first byte and behind its last. */
  readonly start: number;
  readonly end: number;
  /** Of its first byte in its sender's stream; 0 for what was decoded. */
  readonly offset: number;
  /** The packet that brought its first byte. */
  readonly row: number;
  /** The last packet of the block before; -1 for the first. */
  readonly previousRow: number;
  /** Its bytes go on where those of its sender's block before ended. */
  readonly goesOn: boolean;
  /** What is special about it; mostly nothing. */
  readonly title: string;
}

/**
 * What one view makes of a stream: blocks of bytes one after the other. Positions count all of its bytes, missing ones too.
 * Layout, search, saving and marks know nothing else of it, so that a protocol joins by giving one of these.
 */
export interface FollowedContent {
  readonly blocks: number;
  /** Position behind the last byte. */
  readonly end: number;
  block(index: number): ContentBlock;
  /** The block that holds a position; `blocks` behind the end. */
  blockAt(position: number): number;
  isMissing(position: number): boolean;
  /** Where the bytes that are there, or the gap, end that the position lies in; not sought beyond `limit`. */
  runEnd(position: number, limit: number): number;
  /** Copies bytes of one run. */
  read(from: number, to: number): Uint8Array;
  /** Which packets brought the bytes. */
  pieces(from: number, to: number): readonly StreamPiece[];
  /** What else was sent in their place, or that they were sent out of place. */
  marks(from: number, to: number): readonly StreamMark[];
  /** Where a packet's bytes are; null where it is not of the stream. */
  locate(row: number): readonly StreamSpan[] | null;
}
