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

export interface GraphsApi {
  /**
   * A graph of one connection, aggregated to the pixels there are. Resolves soon, with what is known by then: while it is not
   * complete, work goes on and whoever wants the rest asks again; the job stops that work.
   */
  connection(capture: CaptureId, request: ConnectionGraphRequest): Promise<ConnectionGraph>;
}
