// What the other side tells: of rows that lie elsewhere in the store, and of the few that have notes beside it.

/** Nanoseconds from one row's time to another's, as `elapsedNanoseconds`. */
export declare function elapsedNanoseconds(from: i32, to: i32): f64;

/** The window scale option of a SYN's row, as `TcpOptions.windowScale`. */
export declare function windowScale(row: i32): i32;

/** As `TcpOptions.fastOpenCookie`. */
export declare function fastOpenCookie(row: i32): i32;

/** As `MultipathOptions.takesInNew`: 1 where the connection had not used one of the subtypes before. */
export declare function takesInNew(connection: i32, subtypes: i32): i32;

// What it tells of the connection that is judged, and what it is told.

/** Lays a segment of the connection out in memory, as `PassingSegment`. */
export declare function loadSegment(row: i32, place: usize): void;

/** The row is an ICMP error about a segment of the connection. */
export declare function noteError(row: i32): void;

/** Row of the ICMP error noted that quotes a segment behind it; `noRow` where there is none. */
export declare function errorAbout(row: i32): i32;

/** As `TcpOptions.blockCount`. */
export declare function blockCount(row: i32): i32;

/** As `TcpOptions.blockEdge`. */
export declare function blockEdge(row: i32, index: i32): i32;

/** As `TcpOptions.sackPermitted`. */
export declare function sackPermitted(row: i32): bool;

/** Takes a `Finding`: not in order, and of some rows once more with a better one. */
export declare function found(
  row: i32,
  verdict: i32,
  cause: i32,
  originalRow: i32,
  previousRow: i32,
  proofRow: i32,
): void;
