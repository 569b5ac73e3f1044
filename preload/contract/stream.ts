import type { CaptureId, JobId } from './capture';

/** Whose bytes. */
export type StreamSender = 'client' | 'server';

/** A TCP connection or UDP conversation, numbered as `tcp.stream` and `udp.stream`. */
export interface StreamName {
  readonly transport: 'tcp' | 'udp';
  readonly stream: number;
}

export type StreamDirection = StreamSender | 'both';

export type StreamFormat = 'text' | 'hex' | 'c-array' | 'json' | 'raw';

/** What is shown of a stream, and how it is laid out in lines. */
export interface StreamShape extends StreamName {
  /** Id of one of the stream's views: `bytes`, or what a protocol makes of them. */
  readonly view: string;
  readonly direction: StreamDirection;
  readonly format: StreamFormat;
  /** Character encoding of the text, as the WHATWG Encoding Standard names it: `utf-8`, `shift_jis`. */
  readonly encoding: string;
  /** Characters after which a line is broken. */
  readonly columns: number;
}

export interface StreamEnd {
  readonly address: string;
  readonly port: number;
}

export interface StreamView {
  readonly id: string;
  readonly title: string;
}

/** What is known of a stream from the columns alone: no byte of it is read. */
export interface StreamSummary extends StreamName {
  /** How many streams of its transport the capture has. */
  readonly streams: number;
  readonly client: StreamEnd;
  readonly server: StreamEnd;
  /** Bytes that the capture has of each end. */
  readonly bytes: Readonly<Record<StreamSender, number>>;
  /** Bytes that it lacks. */
  readonly missing: Readonly<Record<StreamSender, number>>;
  readonly turns: number;
  /** Ways to look at it, `bytes` first. */
  readonly views: readonly StreamView[];
  /** Numbers of its first and last packet. */
  readonly firstPacket: number;
  readonly lastPacket: number;
  /** Another number when packets were added: lines kept by the window may then be stale. */
  readonly revision: number;
}

/** A stretch of one end's sending without a byte of the other between; of UDP a datagram. */
export interface StreamTurn {
  readonly sender: StreamSender;
  /** Of its first byte in its sender's stream. */
  readonly offset: number;
  /** Bytes, the missing ones among them. */
  readonly length: number;
  /** The packet that brought its first byte. */
  readonly packet: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Nanoseconds since the last packet of the turn before; -1 for the first, and where there are no times. */
  readonly pause: number;
}

/**
 * A line as it is shown. Positions (`at`) count the bytes of both directions in the order in which they could be read, the
 * missing ones too; they are the same in every format and direction of a view.
 */
export interface StreamLine {
  /** `turn`: the heading of one; `note`: text that a format adds, not of the stream. */
  readonly kind: 'turn' | 'data' | 'gap' | 'note';
  readonly sender: StreamSender;
  readonly at: number;
  /** Bytes that it stands for; the missing ones of a gap. */
  readonly length: number;
  /** Of its first byte in its sender's stream, or in the decoded body. */
  readonly offset: number;
  /** Place of its bytes in the page's. */
  readonly from: number;
  readonly to: number;
  /** Levels that it is moved in by. */
  readonly indent: number;
  /** Of a note, or what is special about a turn. */
  readonly text: string;
  /** Of a turn. */
  readonly turn: StreamTurn | null;
}

/** Where bytes came from. */
export interface StreamPiece {
  readonly at: number;
  readonly length: number;
  readonly packet: number;
}

export type StreamMarkKind =
  /** Another packet brought the same bytes again. */
  | 'retransmitted'
  /** Another packet brought other bytes for the same place; the first to arrive are shown. */
  | 'conflicting'
  /** Sent after a reset. */
  | 'after-reset'
  /** Sent behind a FIN. */
  | 'beyond-fin';

export interface StreamMark {
  readonly at: number;
  readonly length: number;
  readonly kind: StreamMarkKind;
  /** The packet that brought them again, or out of place. */
  readonly packet: number;
}

export interface StreamPage {
  readonly start: number;
  readonly lines: readonly StreamLine[];
  readonly bytes: Uint8Array;
  readonly pieces: readonly StreamPiece[];
  readonly marks: readonly StreamMark[];
  /** What the query finds in these lines. */
  readonly matches: readonly StreamSpan[];
  readonly extent: StreamExtent;
}

export interface StreamSpan {
  readonly at: number;
  readonly length: number;
}

/** How many lines a stream has. */
export interface StreamExtent {
  /** Lines that are known; guessed from those that were laid out where it is not complete. */
  readonly lines: number;
  readonly complete: boolean;
}

export interface StreamQuery {
  /** Characters, or hexadecimal digits. */
  readonly text: string;
  readonly kind: 'text' | 'hex';
  readonly matchCase: boolean;
}

export interface StreamFound {
  readonly matches: number;
  /** Whether it was sought to the end. */
  readonly complete: boolean;
}

export interface StreamMatch {
  /** 0-based, in the order of the stream. */
  readonly index: number;
  readonly line: number;
  /** One; several where it goes on in later turns of its sender. */
  readonly spans: readonly StreamSpan[];
}

/** Where a packet's bytes are; no spans where it has none in what is shown. */
export interface StreamPlace {
  readonly line: number;
  readonly spans: readonly StreamSpan[];
}

export interface StreamSaveRequest {
  readonly shape: StreamShape;
  /** `raw`: the bytes alone. `text`: the lines as they are shown. `each`: the bytes of each direction, client first. */
  readonly kind: 'raw' | 'text' | 'each';
  /** One path; for `each` two. */
  readonly paths: readonly string[];
  readonly job: JobId;
}

export interface StreamSaved {
  readonly paths: readonly string[];
  readonly bytes: number;
  readonly cancelled: boolean;
}

export interface StreamApi {
  /** Finds a stream from what was loaded. Reads nothing of the file but what tells the views. */
  open(capture: CaptureId, name: StreamName): Promise<StreamSummary>;
  turns(capture: CaptureId, name: StreamName, start: number, count: number): Promise<readonly StreamTurn[]>;
  /** Bytes of one end from an offset in its stream; ends before a gap, and is empty in one. */
  bytes(
    capture: CaptureId,
    name: StreamName,
    sender: StreamSender,
    offset: number,
    length: number,
  ): Promise<Uint8Array>;
  /** Lays out as far as the lines asked for, and reads those. */
  lines(
    capture: CaptureId,
    shape: StreamShape,
    start: number,
    count: number,
    query: StreamQuery | null,
  ): Promise<StreamPage>;
  /** Lays out all lines, which tells how many there are. Cancelled, it resolves with those known. */
  measure(capture: CaptureId, shape: StreamShape, job: JobId): Promise<StreamExtent>;
  /** The line that shows a position. */
  lineOf(capture: CaptureId, shape: StreamShape, at: number): Promise<number>;
  /** Null where the packet is not of this stream. */
  locate(capture: CaptureId, shape: StreamShape, packet: number): Promise<StreamPlace | null>;
  /** Counts all matches. Rejects where the query is none, with a sentence. */
  find(capture: CaptureId, shape: StreamShape, query: StreamQuery, job: JobId): Promise<StreamFound>;
  /** The first match at or behind a position, or the last before it; goes round at the ends. Null where there is none. */
  match(
    capture: CaptureId,
    shape: StreamShape,
    query: StreamQuery,
    at: number,
    towards: 'next' | 'previous',
  ): Promise<StreamMatch | null>;
  /** Lines as text, for the clipboard; rejects where they are too many, with a sentence. */
  text(capture: CaptureId, shape: StreamShape, start: number, end: number): Promise<string>;
  save(capture: CaptureId, request: StreamSaveRequest): Promise<StreamSaved>;
}
