import type { CaptureId, JobId } from './capture';

/** `eth`: stations of an Ethernet; `ip`: addresses, whatever they speak; `tcp` and `udp`: each address with each of its ports. */
export type EndpointKind = 'eth' | 'ip' | 'tcp' | 'udp';

export type EndpointColumn =
  | 'address'
  | 'port'
  | 'packets'
  | 'bytes'
  | 'sentPackets'
  | 'sentBytes'
  | 'receivedPackets'
  | 'receivedBytes'
  | 'connections'
  | 'resets'
  | 'retransmissions';

export interface EndpointListRequest {
  readonly kind: EndpointKind;
  /** A part of an address or a port; empty for all. */
  readonly text: string;
  readonly sort: { readonly column: EndpointColumn; readonly descending: boolean } | null;
  readonly job: JobId;
}

export interface EndpointList {
  readonly id: number;
  readonly rows: number;
  readonly total: number;
}

/** An end of the traffic. Bytes are as on the wire. */
export interface EndpointRow {
  readonly address: string;
  /** 0 where endpoints are addresses. */
  readonly port: number;
  readonly sentPackets: number;
  readonly sentBytes: number;
  readonly receivedPackets: number;
  readonly receivedBytes: number;
  /** TCP connections that it takes part in. */
  readonly connections: number;
  /** Segments with RST, and segments sent again by our own verdicts, that it sent. */
  readonly resets: number;
  readonly retransmissions: number;
}

export interface EndpointsApi {
  list(capture: CaptureId, request: EndpointListRequest): Promise<EndpointList>;
  rows(
    capture: CaptureId,
    range: { readonly list: number; readonly start: number; readonly count: number },
  ): Promise<readonly EndpointRow[]>;
}
