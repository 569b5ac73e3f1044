import type { CaptureId, JobId } from './capture';
import type { FilterFault } from './filters';

/** How the text that is looked for is to be read. */
export type FindKind = 'text' | 'hex' | 'pattern' | 'filter';

/** Where a text or pattern is looked for: the Info column, the lines of the field tree, or the frame's bytes. */
export type FindPlace = 'info' | 'fields' | 'bytes';

/** How a text may stand in bytes: as UTF-8, as UTF-16 in either byte order, or as any of them. */
export type CharacterWidth = 'any' | 'narrow' | 'wide';

export interface FindQuery {
  readonly kind: FindKind;
  readonly text: string;
  /** Counts for texts and patterns; hexadecimal values stand in bytes, filters ask what they ask. */
  readonly place: FindPlace;
  readonly caseSensitive: boolean;
  /** Counts for texts in bytes. */
  readonly width: CharacterWidth;
}

export interface FindRequest {
  readonly query: FindQuery;
  /** The view whose packets are looked through, in its order. */
  readonly view: number;
  /** Number of the packet to begin at, and that `${field}` in a filter asks; 0 for the first. */
  readonly packet: number;
  readonly job: JobId;
}

/** How far a search is. */
export interface FindState {
  readonly id: number;
  readonly matches: number;
  /** Packets of the view that were looked at, and that there are by now. */
  readonly examined: number;
  readonly total: number;
  /** Whether it is at work. One that is not and has not looked at everything was stopped. */
  readonly running: boolean;
}

/** A stretch of one of a packet's data sources. */
export interface FoundBytes {
  readonly source: number;
  readonly start: number;
  readonly length: number;
}

export interface FindHit {
  readonly number: number;
  /** The list was left at one end and entered at the other. */
  readonly wrapped: boolean;
}

/** Where in a packet the match stands. */
export interface FindSpot {
  /** The field's place in the tree of `packets.detail`: indexes from its root; null where no field is meant. */
  readonly path: readonly number[] | null;
  readonly bytes: readonly FoundBytes[];
}

export interface FindOverview {
  readonly state: FindState;
  /** For each of the stretches of the view that were asked for: 1 where it holds a match. */
  readonly marks: Uint8Array;
  /** Which of the matches found the packet is, from 1; 0 where it is none. */
  readonly ordinal: number;
}

export interface FindApi {
  /** What is wrong with a query; null where it can be looked for. */
  check(capture: CaptureId, query: FindQuery): Promise<FilterFault | null>;
  /**
   * Begins to look for every match, and ends an older search. `findGrew` events follow; `jobs.cancel` stops it, and
   * `step` lets it go on. Rejects where the query is wrong, with a sentence.
   */
  start(capture: CaptureId, request: FindRequest): Promise<FindState>;
  /**
   * The next or previous match from a packet on, round the end of the list; waits until one is found. Null where there is
   * none, where the search was stopped, or where a newer step was asked for.
   */
  step(capture: CaptureId, find: number, packet: number, direction: 'next' | 'previous'): Promise<FindHit | null>;
  /** @param stretches how many equal parts of the view to tell of */
  overview(capture: CaptureId, find: number, stretches: number, packet: number): Promise<FindOverview | null>;
  /** Where the match stands in a packet; null where the packet is no match. */
  spot(capture: CaptureId, find: number, packet: number): Promise<FindSpot | null>;
  /** Ends a search; what was found is forgotten. */
  end(capture: CaptureId, find: number): Promise<void>;
}
