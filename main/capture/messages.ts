import type { CaptureRequest } from './capture-request';

export interface CaptureCounters {
  /** Packets in the file or files. */
  readonly captured: number;
  readonly capturedBytes: number;
  /** By the kernel, drops included; null where the backend does not tell (yet). */
  readonly received: number | null;
  readonly droppedByKernel: number | null;
  readonly droppedByInterface: number | null;
  /** About how many the interface has carried beside, while the backend tells of no drops; null where that cannot be known. */
  readonly missing: number | null;
  /** Of the file being written. */
  readonly fileBytes: number;
  readonly perInterface: readonly InterfaceCounters[];
}

export interface InterfaceCounters {
  readonly device: string;
  readonly captured: number;
  readonly received: number | null;
  readonly droppedByKernel: number | null;
  readonly droppedByInterface: number | null;
  readonly missing: number | null;
}

export type StopReason =
  | 'asked'
  | 'packets'
  | 'bytes'
  | 'seconds'
  | 'files'
  /** Every interface is gone. */
  | 'interface-gone'
  | 'disk-full'
  | 'write-failed'
  /** Whoever read the standard output went away. */
  | 'reader-gone'
  | 'backend-failed'
  /** The capture process itself died. */
  | 'killed';

/** From the session or the command line to the capture process. */
export type CaptureOrder = { readonly kind: 'start'; readonly request: CaptureRequest } | { readonly kind: 'stop' };

/** From the capture process. */
export type CaptureReport =
  /** Every interface is open and packets are coming in. */
  | { readonly kind: 'started'; readonly path: string; readonly tapPids: readonly number[] }
  | { readonly kind: 'counters'; readonly counters: CaptureCounters }
  /** A new file of the ring was begun. */
  | { readonly kind: 'file'; readonly path: string; readonly removed: readonly string[] }
  /** Something that the user should know while the capture goes on: one sentence. */
  | { readonly kind: 'warning'; readonly sentence: string }
  | {
      readonly kind: 'stopped';
      readonly reason: StopReason;
      /** One sentence. */
      readonly sentence: string;
      readonly counters: CaptureCounters;
      readonly files: readonly string[];
    };
