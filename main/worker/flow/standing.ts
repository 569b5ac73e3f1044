/** How a ladder shows one of its connections: the only one, or one of many. */
export interface Standing {
  /** Nodes of the client and the server, and which of their lanes are the connection's. */
  readonly nodes: Ends;
  readonly tracks: Ends;
  /** Place of the line that shows the packet at a position of the connection; null where the ladder leaves it out. */
  topOf(position: number): number | null;
  /** Place of the first line at or behind a position: where an end's lane changes. Behind the last, where its lane is over. */
  edgeOf(position: number, end: 0 | 1): number;
  /** Place of the line of a hole; null where there is none. */
  topOfHole(hole: number): number | null;
}

/** Something of the client, and of the server. */
export type Ends = readonly [client: number, server: number];
