import type { Registry } from './registry';

/** What a dissector may ask beyond the packet's own bytes. */
export interface DissectionContext {
  readonly registry: Registry;
  readonly verifyChecksums: boolean;
  /** Holds IP fragments while loading and finds them again afterwards. */
  readonly fragments: FragmentStore;
  /** What the tracking of connections knows of a frame; null while loading, and for frames without TCP or UDP. */
  readonly connections: ConnectionFacts | null;
}

/** A datagram put together from fragments. */
export interface Reassembled {
  readonly bytes: Uint8Array;
  /** Each fragment's frame number, and where it lies in `bytes`. */
  readonly fragments: readonly { readonly frame: number; readonly start: number; readonly length: number }[];
  /** Two fragments gave different bytes for the same place; the first stands. */
  readonly conflicting: boolean;
}

export interface Fragment {
  /** Says which datagram it belongs to: addresses, identification, protocol. */
  readonly key: string;
  readonly frame: number;
  /** Offset in the datagram's payload, in bytes. */
  readonly offset: number;
  readonly more: boolean;
  readonly bytes: Uint8Array;
  /** Offset of `bytes` in the frame; -1 where they lie in reassembled data. */
  readonly start: number;
}

export type FragmentOutcome =
  | { readonly kind: 'pending' }
  /** This frame completes the datagram. */
  | { readonly kind: 'complete'; readonly datagram: Reassembled }
  /** The datagram is whole, but shown with another frame. */
  | { readonly kind: 'elsewhere'; readonly frame: number };

export interface FragmentStore {
  add(fragment: Fragment): FragmentOutcome;
}

/** Read by the TCP and UDP dissectors for the numbers that only tracking gives. */
export interface ConnectionFacts {
  /** Number of the connection or conversation of the frame (`tcp.stream`, `udp.stream`); -1 without one. */
  stream(frame: number): number;
}
