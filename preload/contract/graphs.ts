import type { CaptureId, JobId, Timestamp } from './capture';

/** A stretch of an axis in the graph's own units, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Whose data a graph of a connection is about; what the other end says of it (ACKs, windows, SACK) belongs to it. */
export type DataSender = 'client' | 'server';

export type ConnectionGraphKind = 'sequence' | 'round-trip' | 'round-trip-by-sequence' | 'throughput' | 'window';

/** What a layer of a graph shows; the legend, colors and words go by it. */
export type LayerKind =
  /** Bars from a segment's first to behind its last sequence number. */
  | 'data'
  | 'retransmission'
  | 'spurious'
  | 'out-of-order'
  | 'duplicate'
  | 'probe'
  /** Bars of what the receiver says it has beyond its ACK. */
  | 'sack'
  /** What the receiver has acknowledged, and up to where it lets the sender send. */
  | 'acknowledged'
  | 'window-edge'
  /** Marks: at the sequence number, or at the acknowledgment number for what the receiver does. */
  | 'syn'
  | 'fin'
  | 'reset'
  | 'zero-window'
  | 'duplicate-ack'
  /** Seconds from a segment to the ACK that covers it. */
  | 'round-trip'
  /** Bits a second: all payload that passed, and what ACKs advanced over. */
  | 'throughput'
  | 'goodput'
  /** Bytes: what the receiver offers, what is under way, what the receiver holds unread at least. */
  | 'window'
  | 'in-flight'
  | 'unread'
  /** Seconds from a request to its answer. */
  | 'tcp-response'
  | 'http-response'
  | 'dns-response';

/**
 * Points of one kind in ascending x. Where there are more than pixels, each pixel keeps its first, lowest, highest and last
 * point, so that what is drawn is what all of them would draw.
 */
export interface GraphLayer {
  readonly kind: LayerKind;
  readonly shape: 'bars' | 'steps' | 'line' | 'dots';
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Lower ends of bars; null for other shapes. */
  readonly low: Float64Array | null;
  /** Number of the packet that made the point; 0 for none. */
  readonly packet: Uint32Array;
  /** How many points of the capture the layer stands for in the stretch asked for. */
  readonly points: number;
}

export interface ConnectionGraphRequest {
  /** `tcp.stream` */
  readonly stream: number;
  readonly graph: ConnectionGraphKind;
  /** Null for the end that sent more payload. */
  readonly sender: DataSender | null;
  /** What is shown of the x axis; null for all. */
  readonly x: Stretch | null;
  /** What is shown of the y axis; null for all. Decides which bars of one pixel can be told apart. */
  readonly y: Stretch | null;
  /** Pixels that there are. */
  readonly columns: number;
  readonly lines: number;
  readonly job: JobId;
}

export interface ConnectionGraph {
  /** What x counts from, where it counts seconds: the connection's first packet. Null where the file gives no time. */
  readonly origin: Timestamp | null;
  readonly sender: DataSender;
  /** The first packet is the SYN. */
  readonly startsWithSyn: boolean;
  readonly xUnit: 'seconds' | 'bytes';
  readonly yUnit: 'bytes' | 'seconds' | 'bits per second';
  /** From the least to the greatest x of the whole connection. */
  readonly extent: Stretch;
  readonly layers: readonly GraphLayer[];
  /** Length in seconds of the intervals that rates are of; 0 for other graphs. */
  readonly interval: number;
  /** What stands in the way of a right picture, a sentence each. */
  readonly notes: readonly string[];
  /** Segments of the connection, and how many were gone through; asked again, the rest follows. */
  readonly total: number;
  readonly done: number;
  readonly complete: boolean;
}

/** What a series counts or makes of the packets of an interval. The last five are of a field's values. */
export type Measure = 'packets' | 'bytes' | 'bits' | 'count' | 'sum' | 'average' | 'minimum' | 'maximum';

export interface SeriesWish {
  /** A display filter; empty for all packets. */
  readonly filter: string;
  readonly measure: Measure;
  /** Display-filter name; empty where the measure is of no field. */
  readonly field: string;
}

export interface TrafficRequest {
  readonly series: readonly SeriesWish[];
  /** Seconds since the first packet; null for all. */
  readonly x: Stretch | null;
  /** Seconds; null for one that suits the pixels. */
  readonly interval: number | null;
  readonly columns: number;
  readonly job: JobId;
}

export interface TrafficSeries {
  /** Beginnings of intervals, and the measure of each; of intervals without a value, as an average of nothing, there are none. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The first packet of each interval that counts. */
  readonly packet: Uint32Array;
  /** Packets that count in the whole capture, as far as it was gone through. */
  readonly packets: number;
  /** The field's values are times in seconds. */
  readonly isTime: boolean;
  /** What is wrong with the filter or the field; the series is empty then. */
  readonly fault: { readonly of: 'filter' | 'field'; readonly message: string } | null;
  /** Packets that were gone through. */
  readonly done: number;
}

/** Packets over time, in intervals that begin with the first packet. */
export interface Traffic {
  readonly origin: Timestamp | null;
  readonly extent: Stretch;
  /** Seconds. Longer than what was asked for where there would be too many. */
  readonly interval: number;
  readonly series: readonly TrafficSeries[];
  readonly total: number;
  readonly complete: boolean;
}

export interface StatesRequest {
  readonly ends: 'both' | 'client' | 'server';
  readonly x: Stretch | null;
  readonly columns: number;
}

/** How many ends of TCP connections are in which state, as `states` lists them: at times that lie equally far apart. */
export interface StatesOverTime {
  readonly origin: Timestamp | null;
  readonly extent: Stretch;
  /** Seconds since the first packet. */
  readonly x: Float64Array;
  /** Only states that any end is in, in the order of a connection's life. */
  readonly states: readonly { readonly state: string; readonly counts: Float64Array }[];
  /** The last packet until each time; 0 for none. */
  readonly packet: Uint32Array;
  readonly connections: number;
}

/** Packets whose length lies from `from` to `to`; of the last group there is no upper bound. */
export interface LengthGroup {
  readonly from: number;
  readonly to: number | null;
  readonly packets: number;
  readonly bytes: number;
  /** Of the lengths that there are; 0 for a group without packets. */
  readonly minimum: number;
  readonly maximum: number;
}

/** What an address sent and received; bytes as on the wire. */
export interface Talker {
  readonly address: string;
  /** Ready to be applied as a display filter. */
  readonly filter: string;
  readonly sentPackets: number;
  readonly sentBytes: number;
  readonly receivedPackets: number;
  readonly receivedBytes: number;
}

export interface Talkers {
  /** Those with most bytes, the first ones of them all. */
  readonly talkers: readonly Talker[];
  readonly addresses: number;
  readonly bytes: number;
}

export interface ResponsesRequest {
  readonly x: Stretch | null;
  readonly columns: number;
  readonly job: JobId;
}

export interface ResponseSummary {
  readonly kind: 'tcp-response' | 'http-response' | 'dns-response';
  readonly answered: number;
  readonly unanswered: number;
  /** Seconds; null without an answer. */
  readonly median: number | null;
  readonly percentile95: number | null;
  readonly maximum: number | null;
}

/** Seconds from requests to their answers, at the answers. */
export interface Responses {
  readonly origin: Timestamp | null;
  readonly extent: Stretch;
  readonly layers: readonly GraphLayer[];
  readonly summary: readonly ResponseSummary[];
  readonly done: number;
  readonly total: number;
  readonly complete: boolean;
}

export interface GraphsApi {
  /**
   * A graph of one connection, aggregated to the pixels there are. Resolves soon, with what is known by then: while it is not
   * complete, work goes on and whoever wants the rest asks again; the job stops that work.
   */
  connection(capture: CaptureId, request: ConnectionGraphRequest): Promise<ConnectionGraph>;
  /** Like `connection`: resolves soon, and is asked again while it is not complete. */
  traffic(capture: CaptureId, request: TrafficRequest): Promise<Traffic>;
  states(capture: CaptureId, request: StatesRequest): Promise<StatesOverTime>;
  /** @param x seconds since the first packet; null for all */
  lengths(capture: CaptureId, x: Stretch | null): Promise<readonly LengthGroup[]>;
  talkers(capture: CaptureId, x: Stretch | null, most: number): Promise<Talkers>;
  /** Like `connection`: resolves soon, and is asked again while it is not complete. */
  responses(capture: CaptureId, request: ResponsesRequest): Promise<Responses>;
}
