import type { CaptureId, JobId } from './capture';

/** A protocol at its place in the packets, with all packets that have it there. */
export interface ProtocolNode {
  /** Display-filter name. */
  readonly name: string;
  /** What the Protocol column calls it. */
  readonly short: string;
  readonly title: string;
  readonly packets: number;
  /** Whole packets, as on the wire. */
  readonly bytes: number;
  /** Packets in which it is the last protocol. */
  readonly endPackets: number;
  readonly endBytes: number;
  readonly children: readonly ProtocolNode[];
}

export interface ProtocolHierarchy {
  readonly packets: number;
  readonly bytes: number;
  readonly roots: readonly ProtocolNode[];
}

export interface ProtocolsRequest {
  /**
   * False to take each packet by itself, which is done at once. True to tell what TCP carries by its streams: a segment that
   * only goes on with a message counts as TCP alone.
   */
  readonly byStreams: boolean;
  readonly job: JobId;
}

export interface ProtocolsApi {
  /** Which protocols the packets have, one inside the other. Rejects with `cancelled` where the job is. */
  hierarchy(capture: CaptureId, request: ProtocolsRequest): Promise<ProtocolHierarchy>;
}
