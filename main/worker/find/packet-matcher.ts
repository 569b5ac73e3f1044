import type { FindSpot } from '../../../preload/contract/find';

/** Tells which packets match what is looked for. */
export interface PacketMatcher {
  /** Whether answers may change when all is loaded, as those that stand on the meaning of packets do. */
  readonly isProvisional: boolean;
  /** Fields that the user changes are asked for. */
  readonly asksAnnotations: boolean;
  matches(row: number): boolean;
  /** Where the match stands; null where the packet is no match. */
  spot(row: number): FindSpot | null;
  /** Drops what was remembered of rows: their columns have changed. */
  forget(): void;
}

/** Most stretches of one packet that are told of: beyond, the bytes are lit enough. */
export const mostStretches = 200;

/** Of a match that stands in no field and no bytes, as in the Info column. */
export const nowhere: FindSpot = { path: null, bytes: [] };
