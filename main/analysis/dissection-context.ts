import type { StreamMessage } from './message-framing';
import type { PacketSummary } from './packet-summary';
import type { Protocol } from './protocol';
import type { Registry } from './registry';
import type { DatagramFact } from './tcp/datagram-fact';
import type { QuoteFact } from './tcp/quote-facts';
import type { SegmentFact } from './tcp/segment-fact';

/** What a dissector may ask beyond the packet's own bytes. */
export interface DissectionContext {
  readonly registry: Registry;
  readonly verifyChecksums: boolean;
  /** Holds IP fragments while loading and finds them again afterwards. */
  readonly fragments: FragmentStore;
  /** What the tracking of connections knows of a frame; null while loading, and for frames without TCP or UDP. */
  readonly connections: ConnectionFacts | null;
  /** Messages that go across TCP segments; null while loading, when each segment is read by itself. */
  readonly messages: StreamMessages | null;
  /** Our own verdicts on TCP segments; absent while loading. */
  readonly verdicts?: SegmentVerdicts;
  /** What was noted of connections while they were captured; absent while loading, and where nothing was. */
  readonly machine?: MachineFacts;
}

/** What the capturing machine knew of its own ends of connections. Rows count from 0. */
export interface MachineFacts {
  /** Null for a packet of no connection of which something was noted. */
  at(row: number): MachineFact | null;
  /** Only the processes, which cost a look into a table. */
  processes(row: number): readonly ProcessOfEnd[];
}

export type Side = 'client' | 'server';

export interface ProcessOfEnd {
  readonly side: Side;
  readonly name: string;
  readonly pid: number;
  /** Its own socket was never seen: it is the process that listens at this end. */
  readonly isInferred: boolean;
}

export interface MachineFact {
  readonly processes: readonly ProcessOfEnd[];
  /** Of each end that is the machine's own: the last before the packet, or else the first after it. */
  readonly sockets: readonly SocketView[];
}

/** What the kernel said of an end at one moment. */
export interface SocketView {
  readonly side: Side;
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly state: string;
  /** What is inferred for that moment; empty where nothing can be. */
  readonly inferred: string;
  readonly differs: boolean;
  readonly figures: SocketFigures;
  /** Bytes. */
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** By the names of `ss`: `cwnd`, `rtt` and others. */
  readonly values: Readonly<Record<string, number>>;
}

/** What captured packets say of what the kernel told. Null where they do not say. */
export interface SocketFigures {
  /** Bytes sent and not acknowledged as the kernel has it: its send queue without what it has not sent yet. */
  readonly kernelInFlight: number | null;
  readonly inFlight: InferredFigure | null;
  /** Segments sent again until then. */
  readonly resends: InferredFigure;
  /** Smoothed, in milliseconds. */
  readonly roundTrip: InferredFigure | null;
  /** Bytes that had come for the process: no more can wait for it. */
  readonly arrived: InferredFigure;
}

export interface InferredFigure {
  readonly inferred: number;
  /** The kernel's is another, by more than a sample's vague time explains. */
  readonly differs: boolean;
}

/** Read by the TCP dissector for `wirestate.verdict`. */
export interface SegmentVerdicts {
  /** @returns null for a frame without a verdict */
  at(row: number): SegmentVerdict | null;
}

export interface SegmentVerdict {
  readonly verdict: string;
  readonly reason: string;
  /** What shows it, in a sentence. */
  readonly evidence: string;
  /** The transmission that is repeated or, for a late one, the first that overtook it; counted from 1. */
  readonly originalFrame: number | null;
  /** Nanoseconds since that frame. */
  readonly delay: number | null;
}

/** A datagram put together from fragments. */
export interface Reassembled {
  readonly bytes: Uint8Array;
  /** Each fragment's frame number, and where it lies in `bytes`. */
  readonly fragments: readonly { readonly frame: number; readonly start: number; readonly length: number }[];
  /** Two fragments gave different bytes for the same place; the first stands. */
  readonly conflicting: boolean;
}

export interface Fragment {
  /** Says which datagram it belongs to: addresses, identification, protocol. */
  readonly key: string;
  readonly frame: number;
  /** Offset in the datagram's payload, in bytes. */
  readonly offset: number;
  readonly more: boolean;
  readonly bytes: Uint8Array;
  /** Offset of `bytes` in the frame; -1 where they lie in reassembled data. */
  readonly start: number;
}

export type FragmentOutcome =
  | { readonly kind: 'pending' }
  /** This frame completes the datagram. */
  | { readonly kind: 'complete'; readonly datagram: Reassembled }
  /** The datagram is whole, but shown with another frame. */
  | { readonly kind: 'elsewhere'; readonly frame: number };

export interface FragmentStore {
  add(fragment: Fragment): FragmentOutcome;
}

/** What tracking tells of a packet that is looked at. Frames count from 1. */
export interface ConnectionFacts {
  /** Null for a frame that is no TCP segment. */
  segment(frame: number): SegmentFact | null;
  /** Null for a frame without a UDP datagram. */
  datagram(frame: number): DatagramFact | null;
  /** The same of a datagram inside another, whose addresses and ports the summary has. */
  carriedDatagram(frame: number, summary: PacketSummary): DatagramFact | null;
  /** Number of the connection of the TCP segment or UDP datagram that an ICMP error quotes; -1 for none. */
  quoted(frame: number): number;
  /** Where an ICMP error stands in the connection whose segment it quotes; null unless it quotes the whole header. */
  quote(frame: number): QuoteFact | null;
}

/** What a TCP segment means for the messages in its stream. */
export interface StreamMessages {
  /**
   * @param sequence raw sequence number of the segment, which tells it from another in the same frame
   * @param mostBytes of a message of several segments; what is longer is cut off
   * @returns null where the segment is read by itself
   */
  parts(frame: number, sequence: number, mostBytes: number): readonly SegmentPart[] | null;
}

/** A part of a segment's payload, in the order of the stream; `start` and `end` count from the payload's first byte. */
export type SegmentPart =
  /** Whole messages, or bytes in which none begins; without a protocol, ports and content decide. */
  | {
      readonly kind: 'messages' | 'alone';
      readonly protocol: Protocol | null;
      readonly start: number;
      readonly end: number;
      readonly message: StreamMessage;
    }
  /** The rest of a message of several segments: the whole of it. */
  | { readonly kind: 'completes'; readonly protocol: Protocol; readonly message: JoinedMessage }
  /** Bytes of a message that is shown with another frame; `frame` is 0 where the capture lacks some of it. */
  | {
      readonly kind: 'belongs';
      readonly protocol: Protocol;
      readonly start: number;
      readonly end: number;
      readonly frame: number;
      /** Offset of the bytes in the message, and how long it is; 0 where that is not known. */
      readonly offset: number;
      readonly length: number;
    }
  /** Bytes that had come before. */
  | { readonly kind: 'again' };

/** A message put together from segments. */
export interface JoinedMessage extends StreamMessage {
  /** Its bytes, or the first of them where it is too long. */
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly segments: readonly { readonly frame: number; readonly start: number; readonly length: number }[];
  /** How many there are, where not all are listed. */
  readonly segmentCount: number;
}
