import type { MessageFramer, MessageFramers, MessageLength } from '../../message-framing';
import type { Protocol } from '../../protocol';
import type { Registry } from '../../registry';
import type { PieceList } from '../reassembly/piece-list';
import { EntryKind, EntryList, noProtocol, noRow } from './entry-list';
import type { SegmentBytes } from './segment-bytes';
import { StreamReader } from './stream-reader';

/** Segments in a row without a known protocol after which a direction is taken for bulk data. */
const patience = 64;
/** What content is recognized by: the segment's first bytes, and where it is tiny what follows it. */
const fewestBytes = 64;
export const mostRecognized = 2048;

/** What both directions of a connection share while their messages are sought. */
export interface Conversation {
  readonly registry: Registry;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly framers: Map<Protocol, MessageFramers>;
  /** Protocol that either direction was recognized by. */
  protocol: Protocol | null;
}

/** One direction's bytes. */
export interface DirectionBytes {
  readonly sender: 'client' | 'server';
  readonly pieces: PieceList;
  /** Segments with data. */
  readonly segments: number;
  /** Row of the FIN that ends the stream; `noRow` without one. */
  readonly finishRow: number;
  readonly finish: number;
}

/** A message of which the capture has all, told of when it is found. */
export interface FoundMessage {
  readonly sender: 'client' | 'server';
  readonly protocol: Protocol;
  /** The packet with its first byte. */
  readonly firstRow: number;
  /** The packet that completes it. */
  readonly row: number;
  /** Its first bytes, fewer than `length` where there are no more; they hold until the next call. */
  first(length: number): Uint8Array;
}

export type Hear = (message: FoundMessage) => void;

/** Finds the messages of one direction. @param hear is told of each, those at the beginning of a segment cut short, too */
export function findMessages(
  direction: DirectionBytes,
  segments: SegmentBytes,
  conversation: Conversation,
  hear: Hear | null = null,
): EntryList {
  const search = new MessageSearch(direction, segments, conversation, hear);
  search.run();
  return search.entries;
}

class MessageSearch {
  readonly entries = new EntryList();
  private readonly pieces: PieceList;
  private readonly reader: StreamReader;
  private protocol: Protocol | null = null;
  private framer: MessageFramer | null = null;
  private piece = 0;
  private position = 0;
  /** The last entry takes no message more. */
  private isClosed = true;
  private unrecognized = 0;

  constructor(
    private readonly direction: DirectionBytes,
    private readonly segments: SegmentBytes,
    private readonly conversation: Conversation,
    private readonly hear: Hear | null,
  ) {
    this.pieces = direction.pieces;
    this.reader = new StreamReader(direction.pieces, segments);
  }

  run(): void {
    const { pieces, reader } = this;
    while (this.piece < pieces.count && this.unrecognized < patience) {
      const offset = pieces.offset(this.piece);
      if (this.position < offset) {
        this.position = offset;
        this.framer?.interrupt();
      }
      if (reader.isReadable(this.piece)) {
        reader.enter(this.piece);
        this.readMessage();
      } else {
        this.framer?.interrupt();
        this.tellOfCut();
        this.leaveAlone(this.protocol);
      }
      while (this.piece < pieces.count && pieces.end(this.piece) <= this.position) this.piece++;
    }
  }

  private tell(row: number): void {
    const { hear, direction, protocol, position, reader, pieces } = this;
    if (hear === null || protocol === null) return;
    const firstRow = pieces.row(this.piece);
    hear({ sender: direction.sender, protocol, firstRow, row, first: (length) => reader.bytes(position, length) });
  }

  /** Of a segment of which not all was captured the first bytes say whether a message begins there. */
  private tellOfCut(): void {
    const { hear, direction, pieces, piece, conversation } = this;
    if (hear === null || pieces.skip(piece) > 0) return;
    const row = pieces.row(piece);
    const bytes = this.segments.captured(row, fewestBytes);
    const { registry, sourcePort, destinationPort } = conversation;
    const protocol = registry.applications.tcp.find(sourcePort, destinationPort, bytes, 0, bytes.length);
    if (!protocol?.recognize?.test(bytes, 0, bytes.length)) return;
    const first = (length: number): Uint8Array => bytes.subarray(0, length);
    hear({ sender: direction.sender, protocol, firstRow: row, row, first });
  }

  /** What begins at the position: a message, or bytes that are none. */
  private readMessage(): void {
    const { position, reader, framer } = this;
    let length: MessageLength = framer === null ? 'not-here' : framer.measure(reader, position);
    if (length === 'not-here') length = this.recognize();
    if (length === 'not-here') return;
    this.unrecognized = 0;
    const { end } = reader;
    if (length === 'to-the-end') this.takeToTheEnd();
    else if (length === 'unfinished') this.breakOff(end);
    else if (position + length > end) this.breakOff(position + length);
    else if (position + length <= this.pieces.end(this.piece)) this.takeWhole(length);
    else this.takeSpanning(position + length);
    if (this.framer?.leaves) {
      this.framer = null;
      this.protocol = null;
      this.conversation.protocol = null;
    }
  }

  /** Asks ports and content; bytes that are no message are left to be read segment by segment. */
  private recognize(): MessageLength {
    const { reader, position, pieces, conversation } = this;
    const wanted = Math.min(mostRecognized, Math.max(pieces.end(this.piece) - position, fewestBytes));
    const bytes = reader.bytes(position, wanted);
    const { registry, sourcePort, destinationPort } = conversation;
    const found = registry.applications.tcp.find(sourcePort, destinationPort, bytes, 0, bytes.length);
    if (found?.stream && found !== this.protocol) {
      const framer = this.framerOf(found);
      const length = framer.measure(reader, position);
      if (length !== 'not-here') {
        this.protocol = found;
        this.framer = framer;
        conversation.protocol ??= found;
        return length;
      }
    }
    if (found === null && this.protocol === null) this.unrecognized++;
    this.leaveAlone(found ?? this.protocol ?? conversation.protocol);
    return 'not-here';
  }

  private framerOf(protocol: Protocol): MessageFramer {
    const { framers } = this.conversation;
    let both = framers.get(protocol);
    if (both === undefined) {
      both = (protocol.stream as () => MessageFramers)();
      framers.set(protocol, both);
    }
    return both[this.direction.sender];
  }

  private leaveAlone(protocol: Protocol | null): void {
    const { entries, position } = this;
    const end = this.pieces.end(this.piece);
    const index = protocol?.index ?? noProtocol;
    const last = entries.count - 1;
    const goesOn =
      last >= 0 &&
      entries.kind(last) === EntryKind.alone &&
      entries.end(last) === position &&
      entries.protocol(last) === index;
    if (goesOn) entries.extend(end);
    else entries.push(position, end, EntryKind.alone, noRow, index, 0);
    this.isClosed = true;
    this.position = end;
  }

  private takeWhole(length: number): void {
    const { entries, position, pieces } = this;
    const { mark, standsAlone } = this.framer as MessageFramer;
    const { index } = this.protocol as Protocol;
    const row = pieces.row(this.piece);
    this.tell(row);
    const last = entries.count - 1;
    const goesOn =
      !this.isClosed &&
      !standsAlone &&
      entries.row(last) === row &&
      entries.end(last) === position &&
      entries.protocol(last) === index &&
      position > pieces.offset(this.piece);
    if (goesOn) entries.extend(position + length);
    else entries.push(position, position + length, EntryKind.whole, row, index, mark);
    this.isClosed = standsAlone;
    this.position += length;
  }

  private takeSpanning(end: number): void {
    const row = this.lastArrival(end);
    this.tell(row);
    this.push(end, EntryKind.spanning, row);
  }

  private takeToTheEnd(): void {
    const { direction, reader } = this;
    const { end } = reader;
    const isFinished = direction.finishRow !== noRow && direction.finish === end;
    if (!isFinished) {
      this.breakOff(end);
      return;
    }
    const row = Math.max(this.lastArrival(end), direction.finishRow);
    this.tell(row);
    this.push(end, EntryKind.spanning, row);
  }

  /**
   * A message of which bytes are missing, up to where it would end. Segments of which not all was captured are shown by
   * themselves.
   */
  private breakOff(end: number): void {
    const { pieces, reader } = this;
    this.framer?.interrupt();
    for (;;) {
      if (reader.isReadable(this.piece)) {
        reader.enter(this.piece);
        this.push(Math.min(end, reader.end), EntryKind.broken, noRow);
      } else this.leaveAlone(this.protocol);
      while (this.piece < pieces.count && pieces.end(this.piece) <= this.position) this.piece++;
      if (this.piece >= pieces.count || pieces.offset(this.piece) >= end || this.position >= end) return;
      this.position = Math.max(this.position, pieces.offset(this.piece));
    }
  }

  private push(end: number, kind: number, row: number): void {
    const { index } = this.protocol as Protocol;
    this.entries.push(this.position, end, kind, row, index, (this.framer as MessageFramer).mark);
    this.isClosed = true;
    this.position = end;
  }

  /** The row that brought the last of the bytes up to `end` to arrive. */
  private lastArrival(end: number): number {
    const { pieces } = this;
    let row = 0;
    for (let piece = this.piece; piece < pieces.count && pieces.offset(piece) < end; piece++) {
      row = Math.max(row, pieces.row(piece));
    }
    return row;
  }
}
