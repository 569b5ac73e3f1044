import type { CaptureId, Timestamp } from './capture';
import type { RowTone } from './packets';

/** Whose packets a ladder shows: a connection's, a conversation's, those of a view, or all from and to a host. */
export type FlowSubject =
  | { readonly kind: 'tcp' | 'udp'; readonly stream: number }
  | { readonly kind: 'view'; readonly view: number }
  | { readonly kind: 'host'; readonly address: string };

/** A ladder as it is asked for with every call: nothing about it is kept but what makes the next answer quick. */
export interface FlowRequest {
  readonly subject: FlowSubject;
  /** Lines at even distances, or at distances that tell the time between them. */
  readonly spacing: 'even' | 'time';
  /** Bulk data is one line a run. */
  readonly collapsesRuns: boolean;
  /** Numbers of the first packets of runs that are shown in full all the same. */
  readonly expanded: readonly number[];
}

/** One of those between whom the packets go. */
export interface FlowNode {
  readonly address: string;
  /** -1 for a host with all its ports. */
  readonly port: number;
}

/** All that is known of a ladder without its lines. Places are in steps: the distance of two lines that are evenly spaced. */
export interface FlowShape {
  /** Another one whenever lines may have moved or changed. */
  readonly version: number;
  readonly lines: number;
  readonly packets: number;
  /** Of the first packet; null where the file gives no time. */
  readonly start: Timestamp | null;
  /** In steps. */
  readonly height: number;
  /** The client first, then the server; of several connections every host in the order of appearance. */
  readonly nodes: readonly FlowNode[];
  /** How many lanes stand side by side at each node: one at the ends of a connection, several where connections meet. */
  readonly tracks: readonly number[];
  /** Hosts that are drawn as one, the last node, because there are too many. */
  readonly otherHosts: number;
  readonly problems: number;
  /** From the handshake; null where it was not seen whole. */
  readonly roundTripNanoseconds: number | null;
  /** Where the capture was made: 0 next to the client, 1 next to the server; null where it is not known. */
  readonly capturePoint: number | null;
  /** Steps that half a round trip takes in a ladder that is spaced by time; 0 where it is not known. */
  readonly halfRoundTrip: number;
  /** False while connections are still being looked at, or verdicts weighed: a version with them follows by itself. */
  readonly isComplete: boolean;
}

/** A line that another one points at. */
export interface FlowReference {
  /** 0 for a segment that was not captured. */
  readonly packet: number;
  /** Null where this ladder does not show it: a filter left it out. */
  readonly top: number | null;
}

export interface FlowDuplicate {
  /** 1 for the first that repeats. */
  readonly number: number;
  /** How many there are of the same acknowledgment. */
  readonly of: number;
  /** The acknowledgment that it repeats. */
  readonly first: FlowReference;
  /** The lost segment that it asks for; null where none is known to be lost. */
  readonly hole: FlowReference | null;
}

export interface FlowBlock {
  /** Relative sequence numbers. */
  readonly left: number;
  readonly right: number;
  /** It reports what had arrived already (RFC 2883). */
  readonly isDuplicate: boolean;
}

/** What became of a segment as far as the capture tells. */
export type FlowFate =
  /** It passed the capture point, and nothing says that it did not arrive. */
  | 'arrived'
  /** It passed the capture point and was lost behind it. */
  | 'lost-later'
  /** It never came to the capture point: it was sent again. */
  | 'lost-before'
  /** The capture lacks it, though it was acknowledged. */
  | 'not-captured'
  /** The capture lacks it, and nobody acknowledged it. */
  | 'missing';

interface FlowMark {
  /** Counted from 0 over the whole ladder. */
  readonly line: number;
  readonly top: number;
  /** Numbers of nodes; -1 for a router between them. */
  readonly from: number;
  readonly to: number;
  /** The TCP connection that it belongs to; -1 for none. */
  readonly stream: number;
  /** Which of the lanes beside each other it leaves and comes to; -1 where the connection has none there. */
  readonly fromTrack: number;
  readonly toTrack: number;
  /** 0 where no packet shows it. */
  readonly packet: number;
  /** Nanoseconds since the connection's first packet, and since the packet before; negative where the clock went back. */
  readonly sinceStart: number;
  readonly sincePrevious: number;
  readonly tone: RowTone;
}

export interface FlowSegment extends FlowMark {
  readonly kind: 'segment';
  /** Which end of its own connection sent it; `other` for what belongs to none. */
  readonly sender: 'client' | 'server' | 'other';
  readonly protocol: string;
  /** `SYN ACK`; empty for what is no TCP segment. */
  readonly flags: string;
  readonly sequence: number;
  /** Null without ACK. */
  readonly acknowledgment: number | null;
  readonly length: number;
  /** In bytes; -1 where there is none. */
  readonly window: number;
  /** `MSS 1460, WS 128, SACK, TS` of a SYN. */
  readonly options: string;
  /** First line of the application's message, or what the packet says where it is no TCP segment. */
  readonly message: string;
  /** What is odd about it, in a word, and why. */
  readonly badge: string;
  readonly reason: string;
  readonly evidence: string;
  readonly fate: FlowFate;
  /** The transmission that it repeats or, where it is late, the one that overtook it. */
  readonly original: FlowReference | null;
  /** Nanoseconds since that. */
  readonly delay: number;
  /** The transmission that repeats it. */
  readonly resend: FlowReference | null;
  readonly duplicate: FlowDuplicate | null;
  readonly blocks: readonly FlowBlock[];
  /** The segment that an ICMP error is about: the one that it quotes. */
  readonly about: FlowReference | null;
  /** Sent by neither of the two: the router's address. */
  readonly router: string;
  /** The states that it brings ends into. */
  readonly changes: readonly FlowChange[];
}

/** An end enters a state. */
export interface FlowChange {
  readonly node: number;
  /** RFC 9293 name. */
  readonly state: string;
  readonly why: string;
  readonly isReset: boolean;
  /** Something speaks against it, or no packet shows it. */
  readonly isDoubtful: boolean;
}

/** A stretch of the numbers that was never captured. */
export interface FlowLost extends FlowMark {
  readonly kind: 'lost';
  readonly sender: 'client' | 'server';
  readonly sequence: number;
  readonly length: number;
  readonly fate: FlowFate;
  /** What brought it after all. */
  readonly resend: FlowReference | null;
}

/** Bulk data of one end with its acknowledgments. */
export interface FlowRun extends FlowMark {
  readonly kind: 'run';
  readonly sender: 'client' | 'server';
  readonly last: number;
  readonly segments: number;
  readonly bytes: number;
  readonly acknowledgments: number;
  readonly duplicates: number;
  readonly sequence: number;
  readonly nextSequence: number;
}

/** Time in which nothing happened, left out; negative where the clock went back. */
export interface FlowPause extends FlowMark {
  readonly kind: 'pause';
  readonly nanoseconds: number;
}

export type FlowLine = FlowSegment | FlowLost | FlowRun | FlowPause;

/** What an end is in over a stretch of the ladder. */
export interface FlowLane {
  readonly node: number;
  readonly stream: number;
  /** Its place among the lanes of the node, from the left. */
  readonly track: number;
  /** RFC 9293 name of the state, or `zero window` for a receiver that takes nothing; of the kernel's, as `ss` calls it. */
  readonly state: string;
  /** What the kernel of the capturing machine said of the end, to stand beside what packets say. */
  readonly isKernel: boolean;
  /** The kernel said otherwise than the packets. */
  readonly differs: boolean;
  readonly top: number;
  readonly bottom: number;
  /** The packet that brought it there, 0 for none, and whether the end itself sent it. */
  readonly packet: number;
  readonly isSender: boolean;
  readonly why: string;
  readonly doubt: string;
  readonly isInferred: boolean;
  /** It begins and ends in this block, not before or behind. */
  readonly begins: boolean;
  readonly ends: boolean;
}

/** The lines whose places are from `top` to before `bottom`. */
export interface FlowBlockOfLines {
  readonly version: number;
  readonly lines: readonly FlowLine[];
  readonly lanes: readonly FlowLane[];
}

export type FlowTarget =
  | { readonly kind: 'packet'; readonly packet: number }
  | { readonly kind: 'line'; readonly line: number }
  /** The next line with a problem behind a line, or before it. */
  | { readonly kind: 'problem'; readonly from: number; readonly by: 1 | -1 }
  /** Nanoseconds since the first packet. */
  | { readonly kind: 'time'; readonly nanoseconds: number };

export interface FlowPlace {
  readonly line: number;
  readonly top: number;
  /** Of the line's first packet; 0 where it has none. */
  readonly packet: number;
  readonly kind: FlowLine['kind'];
  readonly sinceStart: number;
}

export interface FlowApi {
  shape(capture: CaptureId, request: FlowRequest): Promise<FlowShape>;
  /** @param top and @param bottom in steps; no more than 128 of them are answered */
  block(capture: CaptureId, request: FlowRequest, top: number, bottom: number): Promise<FlowBlockOfLines>;
  /** @returns null where there is no such line */
  place(capture: CaptureId, request: FlowRequest, target: FlowTarget): Promise<FlowPlace | null>;
}
