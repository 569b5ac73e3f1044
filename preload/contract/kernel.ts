import type { Timestamp } from './capture';

/** What the kernel of the capturing machine said of one of its sockets, noted while it was captured. */
export interface KernelSample {
  /** As `ss` calls it: `CLOSE-WAIT`; `CLOSED` where the socket was gone. */
  readonly state: string;
  /** What packets say otherwise at that time: `state`, `resends`, `bytes in flight` and so on. */
  readonly differences: readonly string[];
  readonly time: Timestamp;
  /** Bytes; of a socket that listens, connections that wait to be accepted, and how many may. */
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** Segments sent again until then; null where it is not told. */
  readonly resends: number | null;
  /** Smoothed, in milliseconds; null where it is not told. */
  readonly roundTrip: number | null;
  /** In segments; null where it is not told. */
  readonly congestionWindow: number | null;
}
