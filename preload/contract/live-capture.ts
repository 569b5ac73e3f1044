import type { CaptureId, CaptureState } from './capture';

export type BackendName = 'cap' | 'dumpcap' | 'tcpdump';

/** An interface that can be captured on. */
export interface LiveInterface {
  /** What it is named by in all calls. */
  readonly device: string;
  readonly description: string;
  readonly addresses: readonly string[];
  readonly up: boolean;
  readonly loopback: boolean;
  /** All interfaces at once (`any`). */
  readonly everything: boolean;
  /** Whether monitor mode may be asked for. */
  readonly wireless: boolean;
}

/** What an interface has carried since it came up, both directions together. Differences of two make a sparkline. */
export interface InterfaceTraffic {
  readonly device: string;
  readonly packets: number;
  readonly bytes: number;
  readonly dropped: number;
}

export interface BackendReport {
  readonly name: BackendName;
  readonly installed: boolean;
  readonly version: string;
  /** Found by trying. */
  readonly mayCapture: boolean;
  readonly timestamps: 'kernel' | 'wirestate';
  /** One sentence: what stands in the way and what to do about it; empty where nothing does. */
  readonly obstacle: string;
}

/** One thing to do before capturing works: in words, and the command to type; the command is empty where there is none. */
export interface PermissionStep {
  readonly text: string;
  readonly command: string;
}

export interface CapturePermissions {
  readonly platform: string;
  readonly mayCapture: boolean;
  /** The backend that `auto` takes, and why; null where none may capture. */
  readonly backend: BackendName | null;
  readonly reason: string;
  readonly backends: readonly BackendReport[];
  /** What was looked at, each in a sentence, and whether it is as it should be. */
  readonly findings: readonly { readonly text: string; readonly good: boolean }[];
  /** Empty where capturing works. */
  readonly steps: readonly PermissionStep[];
}

export interface LiveInterfaceOptions {
  readonly device: string;
  /** Capture filter in libpcap's language; empty for everything. */
  readonly filter: string;
  /** Most bytes kept of a packet; 0 for all. */
  readonly snapLength: number;
  readonly promiscuous: boolean;
  readonly monitor: boolean;
}

export interface LiveOptions {
  /** At least one. */
  readonly interfaces: readonly LiveInterfaceOptions[];
  readonly backend: BackendName | 'auto';
  /** The kernel's buffer, for each interface. */
  readonly bufferMebibytes: number;
  /** Null for a temporary file, which is unsaved until it is kept or discarded. */
  readonly path: string | null;
  /** A new file after so much; the newest `files` are kept. Only with a path. */
  readonly ring: {
    readonly bytes: number | null;
    readonly seconds: number | null;
    readonly files: number | null;
  } | null;
  readonly stop: {
    readonly packets: number | null;
    readonly bytes: number | null;
    readonly seconds: number | null;
    readonly files: number | null;
  };
  /** Whether to note which process each connection belongs to, and the kernel's own view of it. */
  readonly noteProcesses: boolean;
}

/**
 * Null where the backend does not tell (yet): dumpcap tells of drops at its end, cap never. `missing` is until then about how many
 * packets went by that were not captured, as what else the kernel counts tells; null where nothing can be compared.
 */
export interface LiveCounters {
  readonly captured: number;
  readonly capturedBytes: number;
  readonly received: number | null;
  readonly droppedByKernel: number | null;
  readonly droppedByInterface: number | null;
  readonly missing: number | null;
  readonly fileBytes: number;
  readonly perInterface: readonly {
    readonly device: string;
    readonly captured: number;
    readonly received: number | null;
    readonly droppedByKernel: number | null;
    readonly droppedByInterface: number | null;
    readonly missing: number | null;
  }[];
}

/** A live capture. Sent as the event `liveState` whenever it changes, about four times a second while it runs. */
export interface LiveState {
  readonly capture: CaptureId;
  readonly phase: 'running' | 'stopping' | 'stopped';
  readonly backend: BackendName;
  /** Why this backend, in a sentence. */
  readonly backendReason: string;
  /** `wirestate`: not stamped by the kernel but when the packet reached the program. */
  readonly timestamps: 'kernel' | 'wirestate';
  readonly devices: readonly string[];
  readonly filter: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The file that is being written; with a ring, the newest. */
  readonly path: string;
  readonly files: readonly string[];
  /** In a temporary file: ask before it is lost. */
  readonly unsaved: boolean;
  /** A restart writes the same file anew. */
  readonly restartReplaces: boolean;
  readonly counters: LiveCounters;
  /** Why it stopped, in a sentence; empty while it runs. */
  readonly ending: string;
  /** Whether it stopped for another reason than that it should. */
  readonly failed: boolean;
  readonly warnings: readonly string[];
}

export interface LiveStart {
  readonly state: CaptureState;
  readonly live: LiveState;
}

/** A temporary capture whose program is gone. */
export interface UnsavedCapture {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly devices: readonly string[];
  readonly sizeBytes: number;
  readonly path: string;
}

export interface LiveApi {
  interfaces(): Promise<readonly LiveInterface[]>;
  traffic(): Promise<readonly InterfaceTraffic[]>;
  permissions(): Promise<CapturePermissions>;
  /** Null where the filter compiles for this interface; else what is wrong with it. */
  checkFilter(device: string, filter: string): Promise<string | null>;
  /** The options of the last start; null before the first. */
  remembered(): Promise<LiveOptions | null>;
  /** Resolves when packets are coming in, with the capture opened and followed. Rejects with a sentence. */
  start(options: LiveOptions): Promise<LiveStart>;
  /** Calls off what is being started in this window; that start then rejects. */
  callOff(): Promise<void>;
  /** Ends it with all that was on the wire until now; resolves when that is in the file. */
  stop(capture: CaptureId): Promise<LiveState>;
  /** Stops it where it runs, and starts another with the same options. The old one stays open until it is closed. */
  restart(capture: CaptureId): Promise<LiveStart>;
  state(capture: CaptureId): Promise<LiveState>;
  /** The live capture that this window has open: a page that was loaded again, or crashed, goes on with it. Null for none. */
  current(): Promise<LiveStart | null>;
  /**
   * Saves an unsaved capture under a name of the user's, whole, as it was captured. It stays open under its old path until it is
   * closed; `LiveState.path` is the new one. @returns the new path
   */
  keep(capture: CaptureId, path: string): Promise<string>;
  /** Stops it where it runs, and removes its temporary file. The capture stays open until it is closed. */
  discard(capture: CaptureId): Promise<void>;
  /** Temporary captures that a crash or a loss of power left behind, newest first. */
  unsaved(): Promise<readonly UnsavedCapture[]>;
  /** Opens one of them; it is then this program's, unsaved. */
  recover(id: string): Promise<LiveStart>;
  /** Removes one of them. */
  forget(id: string): Promise<void>;
}
