/** What was made of a segment. */
export interface Finding {
  readonly row: number;
  readonly verdict: number;
  readonly cause: number;
  /** The transmission that the segment repeats or, where it is late, the first that overtook it; `noRow` for none. */
  readonly originalRow: number;
  /** Of a segment that was sent more than twice, the transmission before it; of one that was sent twice the original; else `noRow`. */
  readonly previousRow: number;
  /** The segment that proves it, before or behind; `noRow` for none. */
  readonly proofRow: number;
}
