import type { CaptureId, JobId } from './capture';
import type { KernelSample } from './kernel';

/** One value for each end. */
export interface Ends<Value> {
  readonly client: Value;
  readonly server: Value;
}

export interface Endpoint {
  readonly address: string;
  /** 0 where the conversation is one of addresses alone. */
  readonly port: number;
}

/** RFC 9293 §3.3.2; PARTIAL for an end whose beginning was not captured. */
export type StateName =
  | 'CLOSED'
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RCVD'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'PARTIAL';

/** `partial` where some of the handshake was seen, `none` where nothing was. */
export type Handshake = 'complete' | 'partial' | 'none' | 'simultaneous';

/** `half` where one end only closed, `open` where none did. */
export type Close = 'four-segment' | 'three-segment' | 'simultaneous' | 'reset' | 'half' | 'open';

export interface StateEntry {
  readonly state: StateName;
  /** Packet number; null where no packet shows the transition. */
  readonly packet: number | null;
  /** Seconds since the epoch with nine digits. */
  readonly time: string;
  readonly why: string;
  /** Why it may be otherwise. */
  readonly doubt?: string;
  /** Not seen but concluded: TIME_WAIT that ended by itself. */
  readonly inferred?: true;
}

/** What an end offered in its SYN; null for what it did not, all null where the SYN was not seen. */
export interface HandshakeOptions {
  readonly mss: number | null;
  /** The shift. */
  readonly windowScale: number | null;
  readonly sackPermitted: boolean | null;
  readonly timestamps: boolean | null;
  readonly fastOpen: 'request' | 'cookie' | null;
}

/** Seconds; null where none was measured. */
export interface RoundTripTimes {
  readonly initial: number | null;
  readonly minimum: number | null;
  readonly median: number | null;
  readonly maximum: number | null;
}

/** A TCP connection with everything that `connections --json` prints. Durations are in seconds, bytes as on the wire. */
export interface Connection {
  /** `tcp.stream`. */
  readonly stream: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Seconds since the epoch with nine digits. */
  readonly start: string;
  readonly duration: number;
  readonly packets: Ends<number>;
  readonly bytes: Ends<number>;
  readonly handshake: Handshake;
  readonly close: Close;
  readonly states: Ends<readonly StateEntry[]>;
  readonly options: Ends<HandshakeOptions>;
  readonly roundTrip: RoundTripTimes;
  /** By our own verdicts, needed or not. */
  readonly retransmissions: number;
  readonly outOfOrder: number;
  readonly duplicateAcks: number;
  readonly zeroWindows: number;
  /** Ids of the findings that name it. */
  readonly findings: readonly string[];
  /** Numbers of its first and last packet. */
  readonly firstPacket: number;
  readonly lastPacket: number;
}

/** What is listed: connections, UDP conversations, or pairs of IP addresses whatever they say to one another. */
export type ConversationKind = 'tcp' | 'udp' | 'ip';

/** What a list can be sorted by. Those from `trouble` on are of TCP only. */
export type ConnectionColumn =
  | 'stream'
  | 'client'
  | 'clientPort'
  | 'server'
  | 'serverPort'
  | 'start'
  | 'duration'
  | 'packets'
  | 'bytes'
  | 'clientPackets'
  | 'serverPackets'
  | 'clientBytes'
  | 'serverBytes'
  | 'trouble'
  | 'retransmissions'
  | 'retransmissionRate'
  | 'outOfOrder'
  | 'duplicateAcks'
  | 'zeroWindows'
  | 'resets'
  | 'clientState'
  | 'serverState'
  | 'clientKernel'
  | 'serverKernel'
  | 'handshake'
  | 'close'
  | 'initialRoundTrip'
  | 'minimumRoundTrip'
  | 'medianRoundTrip'
  | 'maximumRoundTrip'
  | 'clientMss'
  | 'serverMss';

export interface ConnectionOrder {
  readonly column: ConnectionColumn;
  readonly descending: boolean;
}

export interface ConnectionListRequest {
  readonly kind: ConversationKind;
  /** Words that must all be found: in an address, a port or the process of an end, a state, `reset`, `#17`. Empty for all. */
  readonly text: string;
  /** Null for the order of the capture. */
  readonly sort: ConnectionOrder | null;
  readonly job: JobId;
}

/** A list held by the worker. One that is asked for again, because the capture grew, is another list. */
export interface ConnectionList {
  readonly id: number;
  readonly rows: number;
  /** Conversations of that kind in all, found or not. */
  readonly total: number;
  /** Handshakes, closes and round trips are known of all connections; see `measure`. */
  readonly isMeasured: boolean;
  /** The kernel was asked while this was captured. */
  readonly knowsKernel: boolean;
}

export interface ConnectionRange {
  readonly list: number;
  /** 0-based. */
  readonly start: number;
  readonly count: number;
}

/** A conversation as a line of the table. What is null is not yet measured, was not seen, or is not there without TCP. */
export interface ConnectionRow {
  /** `tcp.stream` or `udp.stream`; a number of its own for a pair of addresses. */
  readonly stream: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Seconds and nanoseconds of its first packet; `hasTime` false where the file gives none. */
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly hasTime: boolean;
  /** Seconds from its first to its last packet. */
  readonly duration: number;
  readonly packets: Ends<number>;
  readonly bytes: Ends<number>;
  /** Packet number. */
  readonly firstPacket: number;
  /** `curl (4242)`: whose it was, where that was noted while it was captured; else empty. */
  readonly processes: Ends<string>;
  readonly tcp: TcpRow | null;
  readonly life: ConnectionLife;
}

/** What only TCP has. */
export interface TcpRow {
  readonly states: Ends<StateName>;
  /** What the kernel said last of its own ends. */
  readonly kernel: Ends<KernelSample | null>;
  /** Null until it is measured. */
  readonly shape: {
    readonly handshake: Handshake;
    readonly close: Close;
    readonly roundTrip: RoundTripTimes;
    /** States that each end went through, in their order; when and why is told by `one`. */
    readonly paths: Ends<readonly StateName[]>;
  } | null;
  readonly options: Ends<HandshakeOptions>;
  readonly retransmissions: number;
  readonly outOfOrder: number;
  readonly duplicateAcks: number;
  readonly zeroWindows: number;
  readonly resets: number;
  /** Segments that take up sequence numbers, with data, SYN or FIN: what the rate of retransmissions is taken of. */
  readonly sequencedSegments: number;
  readonly findings: readonly string[];
}

/** When a conversation carried data and met trouble, in equal parts from its first packet to its last. */
export interface ConnectionLife {
  /** Bytes of payload by part; of UDP and pairs of addresses, of whole packets. */
  readonly client: Float64Array;
  readonly server: Float64Array;
  /** Packets with a verdict that means trouble, and resets. */
  readonly trouble: Uint32Array;
  /** Where its first and last packet lie in the capture's time, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

export interface ConnectionPage {
  readonly start: number;
  readonly rows: readonly ConnectionRow[];
}

export interface ConnectionExport {
  readonly path: string;
  readonly format: 'csv' | 'json';
  readonly list: number;
  readonly job: JobId;
}

export interface ConnectionExportResult {
  readonly path: string;
  readonly rows: number;
  readonly cancelled: boolean;
}

export interface ConnectionsApi {
  /** A connection with everything that is known of it. Rejects where there is none of that number. */
  one(capture: CaptureId, stream: number): Promise<Connection>;
  /** Makes a list, of what is loaded by now. */
  list(capture: CaptureId, request: ConnectionListRequest): Promise<ConnectionList>;
  rows(capture: CaptureId, range: ConnectionRange): Promise<ConnectionPage>;
  /** Position of a conversation in a list; -1 where it is not in it. */
  position(capture: CaptureId, list: number, stream: number): Promise<number>;
  /** Finds how every connection opened and closed, and its round trips: a pass over all segments, done once. */
  measure(capture: CaptureId, job: JobId): Promise<void>;
  /** Writes a whole list; JSON as `connections --json` prints it. */
  export(capture: CaptureId, request: ConnectionExport): Promise<ConnectionExportResult>;
}
