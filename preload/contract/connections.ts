import type { CaptureId } from './capture';

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

export interface ConnectionsApi {
  /** A connection with everything that is known of it. Rejects where there is none of that number. */
  one(capture: CaptureId, stream: number): Promise<Connection>;
}
