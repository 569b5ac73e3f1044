/** What one interface is to be captured with. */
export interface TapRequest {
  readonly device: string;
  /** A capture filter in libpcap's language; empty for all packets. */
  readonly filter: string;
  /** Most bytes kept of a packet; 0 for no limit. */
  readonly snapLength: number;
  readonly promiscuous: boolean;
  readonly monitor: boolean;
  /** Of the kernel's buffer. */
  readonly bufferMebibytes: number;
}

/** How a tap is started, and how it is asked for its counts while it runs. */
export interface TapCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it writes files one after another, as it was allowed to, and tells the name of each it begins. */
  readonly writesFiles?: boolean;
  /** The signal that makes it print its counts; null where it tells them only at its end. */
  readonly countsSignal: NodeJS.Signals | null;
}

/** A tap within the capture process, where no other process can be had for it. */
export interface InnerTap {
  /** @returns what ends it; @throws where the device or the filter is refused */
  run(write: (bytes: Uint8Array) => void): { close(): void };
}
