import type { InnerTap, TapCommand, TapRequest } from './tap';

export type BackendName = 'cap' | 'dumpcap' | 'tcpdump';

/** Whether a backend may capture as things are, found by trying rather than by guessing from groups and modes. */
export interface BackendReport {
  readonly name: BackendName;
  readonly installed: boolean;
  /** As it tells itself; empty where it is not installed. */
  readonly version: string;
  readonly mayCapture: boolean;
  readonly timestamps: 'kernel' | 'wirestate';
  /** One sentence: what stands in the way and what to do about it; empty where nothing does. */
  readonly obstacle: string;
}

/** What came of compiling a capture filter: `error` in the words of the compiler, null where it compiles. */
export interface FilterVerdict {
  readonly error: string | null;
}

/** What a tap has counted since it started, as far as it tells. */
export interface TapCounts {
  /** Packets that the kernel handed to the capture, those dropped for want of room included, as the kernel counts them. */
  readonly received?: number;
  /** Packets that the program took from the kernel. */
  readonly taken?: number;
  /** As the kernel counts them: see `LoopbackShare`. */
  readonly droppedByKernel?: number;
  /** Taken from the kernel and then dropped by the program. */
  readonly droppedByProgram?: number;
  readonly droppedByInterface?: number;
}

/**
 * A program that captures. It runs as a child of the capture process, one for each interface (a tap), and writes pcap or
 * pcapng to its standard output; everything after that is the same for all.
 */
export interface Backend {
  readonly name: BackendName;
  readonly timestamps: 'kernel' | 'wirestate';
  readonly tellsOfDrops: 'while it captures' | 'at its end' | 'never';
  /** How long the kernel and the program may collect packets before they are handed over. */
  readonly collectsMilliseconds: number;
  /** Longest time that a packet may lie in the program or the kernel's buffer before it is written: what a stop waits for. */
  readonly latencyMilliseconds: number;
  /** @param device one to try with, so that the answer is the system's own */
  inspect(device: string): Promise<BackendReport>;
  /** @param files where it may write files in turns (`tapFilePattern`); null where it has to write to its standard output */
  tap(request: TapRequest, files: string | null): TapCommand | InnerTap;
  /** The file that it has begun, as a line of its standard error tells. */
  fileIn?(line: string): string | null;
  /** Undefined where this backend cannot tell. */
  checkFilter(filter: string, device: string, linkType: number): Promise<FilterVerdict | undefined>;
  /** Packets that may still wait in its buffer while one that is stamped later has come. */
  packetsHeld(bufferMebibytes: number): number;
  /** Counts in a line of the tap's standard error; null where it holds none. */
  countsIn(line: string): TapCounts | null;
}
