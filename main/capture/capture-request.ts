import type { BackendName } from './backend';
import type { TapRequest } from './tap';

/** A ring of files: a new one begins after so many bytes or seconds, and only the newest are kept. Null for no such limit. */
export interface RingRequest {
  readonly bytes: number | null;
  readonly seconds: number | null;
  readonly files: number | null;
}

/** When to stop by itself; null for no such limit. Bytes are of all that was written. */
export interface StopConditions {
  readonly packets: number | null;
  readonly bytes: number | null;
  readonly seconds: number | null;
  /** Files of the ring. */
  readonly files: number | null;
}

/** All that the capture process needs to know. */
export interface CaptureRequest {
  readonly backend: BackendName;
  readonly taps: readonly TapRequest[];
  /** `-` for the standard output. */
  readonly path: string;
  readonly ring: RingRequest | null;
  readonly stop: StopConditions;
  /** Whether to note which process each connection belongs to, and what the kernel thinks of it. */
  readonly noteProcesses: boolean;
}

export const noStop: StopConditions = { packets: null, bytes: null, seconds: null, files: null };
