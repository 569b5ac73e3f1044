import type { VerdictSource } from './settings';

/** Names one open capture for as long as it is open. */
export type CaptureId = number;

/** Names one long piece of work, chosen by the caller, so that it can be followed and cancelled. */
export type JobId = string;

/** Seconds and nanoseconds since 1970-01-01 00:00 UTC; exact. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Something in the file that is not as it should be, or why it could not be read on. */
export interface CaptureWarning {
  /** One sentence: the file, the byte offset, what was expected, what was there. */
  readonly message: string;
  /** Byte offset in the (decompressed) file; -1 where none applies. */
  readonly offset: number;
  readonly severity: 'error' | 'warning' | 'note';
}

export type CapturePhase =
  /** Packets are still being read; everything read so far can be looked at. */
  | 'loading'
  | 'ready'
  /** The user stopped the loading; the packets read so far stay. */
  | 'cancelled'
  /** Read to its present end, and read on whenever the file grows. */
  | 'following'
  /** The analysis died or the file cannot be read at all; see `warnings`. */
  | 'failed';

/** What the status bar, the title and the progress bar show. Sent whenever it changes, at most ten times a second. */
export interface CaptureState {
  readonly id: CaptureId;
  readonly path: string;
  readonly name: string;
  readonly phase: CapturePhase;
  /** `pcapng, little-endian`. */
  readonly format: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly sizeBytes: number;
  readonly bytesRead: number;
  readonly packets: number;
  readonly loadMilliseconds: number;
  readonly firstTime: Timestamp | null;
  readonly lastTime: Timestamp | null;
  readonly marked: number;
  readonly commented: number;
  /** Marks, comments, time references or order changed since it was last saved. */
  readonly unsaved: boolean;
  readonly warnings: readonly CaptureWarning[];
  /** Grows with every change of rows already sent (marks, comments, decode as): rows kept by the window are then stale. */
  readonly revision: number;
}

export interface InterfaceProperties {
  readonly index: number;
  readonly name: string;
  readonly description: string;
  readonly linkType: number;
  readonly linkTypeName: string;
  readonly snapLength: number;
  readonly timeResolution: string;
  readonly captureFilter: string;
  readonly operatingSystem: string;
  readonly packets: number;
  /** As the capture's statistics say; null where they do not. */
  readonly received: number | null;
  readonly dropped: number | null;
  readonly comments: readonly string[];
}

/** The "Capture File Properties" page. */
export interface CaptureProperties {
  readonly path: string;
  readonly format: string;
  readonly compression: string;
  readonly sizeBytes: number;
  readonly packets: number;
  readonly capturedBytes: number;
  readonly firstTime: Timestamp | null;
  readonly lastTime: Timestamp | null;
  readonly hardware: string;
  readonly operatingSystem: string;
  readonly application: string;
  readonly comments: readonly string[];
  readonly interfaces: readonly InterfaceProperties[];
  readonly nameResolutions: number;
  readonly decryptionSecrets: number;
}

export type ExportFormat = 'pcap' | 'pcap-nanosecond' | 'pcapng';

export interface ExportRequest {
  readonly path: string;
  readonly format: ExportFormat;
  readonly packets:
    | { readonly kind: 'all' }
    | { readonly kind: 'displayed'; readonly view: number }
    | { readonly kind: 'marked' }
    | { readonly kind: 'selected'; readonly numbers: readonly number[] };
  readonly job: JobId;
}

export interface ExportResult {
  readonly path: string;
  readonly packets: number;
  readonly bytes: number;
  readonly cancelled: boolean;
}

/** A user's rule that a number means a protocol: `{table: 'tcp.port', key: 8099, protocol: 'http'}`; null shows data. */
export interface DecodeAsRule {
  readonly table: string;
  readonly key: number;
  readonly protocol: string | null;
}

/** Trouble and traffic by time, for the timeline. Buckets are equally long; every count is of packets. */
export interface Timeline {
  readonly from: Timestamp;
  readonly to: Timestamp;
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  readonly trouble: Float64Array;
}

export interface CapturesApi {
  /** Opens a file. Resolves as soon as it is known to be a capture; loading goes on. Rejects with a sentence otherwise. */
  open(path: string): Promise<CaptureState>;
  close(capture: CaptureId): Promise<void>;
  state(capture: CaptureId): Promise<CaptureState>;
  cancelLoading(capture: CaptureId): Promise<void>;
  /** Reads the file again from its start, keeping marks and comments. */
  reload(capture: CaptureId): Promise<void>;
  /** Whether to read on when the file grows. */
  follow(capture: CaptureId, on: boolean): Promise<void>;
  properties(capture: CaptureId): Promise<CaptureProperties>;
  timeline(capture: CaptureId, buckets: number): Promise<Timeline>;
  export(capture: CaptureId, request: ExportRequest): Promise<ExportResult>;
  decodeAs(capture: CaptureId): Promise<readonly DecodeAsRule[]>;
  setDecodeAs(capture: CaptureId, rules: readonly DecodeAsRule[]): Promise<void>;
  setVerifyChecksums(capture: CaptureId, on: boolean): Promise<void>;
  setVerdictSource(capture: CaptureId, source: VerdictSource): Promise<void>;
}
