/** No row. */
export const nowhere = 0xffff_ffff;

/** What is counted of each conversation, by its number. */
export class ConversationCounts {
  readonly clientPackets: Uint32Array;
  readonly serverPackets: Uint32Array;
  readonly clientBytes: Float64Array;
  readonly serverBytes: Float64Array;
  /** Rows of its own first and last packet; `nowhere` before the first. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;

  constructor(readonly capacity: number) {
    this.clientPackets = new Uint32Array(capacity);
    this.serverPackets = new Uint32Array(capacity);
    this.clientBytes = new Float64Array(capacity);
    this.serverBytes = new Float64Array(capacity);
    this.first = new Uint32Array(capacity).fill(nowhere);
    this.last = new Uint32Array(capacity).fill(nowhere);
  }
}

/** What TCP has beside that. */
export class ConnectionCounts {
  readonly duplicateAcks: Uint32Array;
  readonly zeroWindows: Uint32Array;
  readonly resets: Uint32Array;
  /** Segments that take up sequence numbers: with data, SYN or FIN. */
  readonly sequenced: Uint32Array;
  /** Rows of each end's first SYN; `nowhere` without one. */
  readonly clientSyn: Uint32Array;
  readonly serverSyn: Uint32Array;
  /** The store's `states` behind the last segment. */
  readonly states: Uint8Array;
  /** By our own verdicts, which may change as long as more is read. */
  readonly retransmissions: Uint32Array;
  readonly outOfOrder: Uint32Array;

  constructor(readonly capacity: number) {
    this.duplicateAcks = new Uint32Array(capacity);
    this.zeroWindows = new Uint32Array(capacity);
    this.resets = new Uint32Array(capacity);
    this.sequenced = new Uint32Array(capacity);
    this.clientSyn = new Uint32Array(capacity).fill(nowhere);
    this.serverSyn = new Uint32Array(capacity).fill(nowhere);
    this.states = new Uint8Array(capacity);
    this.retransmissions = new Uint32Array(capacity);
    this.outOfOrder = new Uint32Array(capacity);
  }
}

/** The same counts with room for at least so many conversations. */
export function withRoom<Counts extends { readonly capacity: number }>(
  counts: Counts,
  count: number,
  make: new (capacity: number) => Counts,
): Counts {
  if (count <= counts.capacity) return counts;
  const larger = new make(Math.max(1024, count + (count >>> 1)));
  const columns = larger as unknown as Record<string, Uint32Array>;
  for (const [name, column] of Object.entries(counts as unknown as Record<string, Uint32Array>)) {
    if (ArrayBuffer.isView(column)) columns[name]?.set(column);
  }
  return larger;
}
