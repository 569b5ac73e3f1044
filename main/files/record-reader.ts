import type { PacketRecord } from './packet-record';

/** Takes packets out of a read window; one implementation for pcap and one for pcapng. */
export interface RecordReader {
  readonly variant: string;
  /** True once a fault made going on senseless. */
  readonly stopped: boolean;
  /** Fills the record with the next packet; false when the window holds no more whole packet. */
  next(record: PacketRecord): boolean;
  /** What is missing at the place where the file ended, in words; null when it ended between records. */
  unfinished(): { expected: string; found: string } | null;
}
