import type { CaptureId, JobId } from './capture';
import type { Endpoint, StateName } from './connections';
import type { KernelSample } from './kernel';

/** What a list can be sorted by. Those from `kernel` on are known of captures of whose machine that was noted. */
export type SocketColumn =
  | 'local'
  | 'remote'
  | 'state'
  | 'stream'
  | 'packet'
  | 'kernel'
  | 'receiveQueue'
  | 'sendQueue'
  | 'resends'
  | 'roundTrip'
  | 'congestionWindow'
  | 'process';

export interface SocketListRequest {
  /** Nanoseconds since the epoch as a decimal string; null for the end of what is captured. */
  readonly at: string | null;
  /** Only sockets in this state; null for all. */
  readonly state: StateName | null;
  readonly sort: { readonly column: SocketColumn; readonly descending: boolean } | null;
  readonly job: JobId;
}

export interface SocketList {
  readonly id: number;
  readonly rows: number;
  readonly total: number;
  /** How many sockets are in each state, of all. */
  readonly states: Readonly<Partial<Record<StateName, number>>>;
  /** The kernel was asked while this was captured. */
  readonly knowsKernel: boolean;
}

/** A line of the table that netstat would have shown: one end of a connection, or a socket that listens. */
export interface SocketRow {
  /** `tcp.stream`; null for a socket that listens. */
  readonly stream: number | null;
  readonly end: 'client' | 'server';
  readonly local: Endpoint;
  /** Port 0 stands for any. */
  readonly remote: Endpoint;
  readonly state: StateName;
  /** Number of the connection's last packet until then; of a socket that listens, of the first packet that came to it. */
  readonly packet: number;
  /** `curl (4242)`: whose it was, where that was noted; else empty. */
  readonly process: string;
  /** What the kernel said of it last until then, or first after it; null where it was not asked. */
  readonly kernel: KernelSample | null;
}

export interface SocketsApi {
  /** The sockets of all hosts that the capture shows, as they were at a time. */
  list(capture: CaptureId, request: SocketListRequest): Promise<SocketList>;
  rows(
    capture: CaptureId,
    range: { readonly list: number; readonly start: number; readonly count: number },
  ): Promise<readonly SocketRow[]>;
}
