import type { PacketRecord } from './packet-record';
import type { SectionState } from './pcapng-metadata';

/** Where a reader stands, beside its place in the file: what another reader of the file needs to go on there. */
export interface ReaderState {
  readonly stopped: boolean;
  /** Of pcapng. */
  readonly section: SectionState | null;
}

/** Takes packets out of a read window; one implementation for pcap and one for pcapng. */
export interface RecordReader {
  readonly variant: string;
  /** True once a fault made going on senseless. */
  readonly stopped: boolean;
  /** Fills the record with the next packet; false when the window holds no more whole packet. */
  next(record: PacketRecord): boolean;
  /** What is missing at the place where the file ended, in words; null when it ended between records. */
  unfinished(): { expected: string; found: string } | null;
  readonly state: ReaderState;
  /** Goes on where another reader stood; the description must know what that one knew. */
  resume(state: ReaderState): void;
}
