// What the other side tells: of rows that lie elsewhere in the store, and of the few that have notes beside it.

/** Nanoseconds from one row's time to another's, as `elapsedNanoseconds`. */
export declare function elapsedNanoseconds(from: i32, to: i32): f64;

/** The window scale option of a SYN's row, as `TcpOptions.windowScale`. */
export declare function windowScale(row: i32): i32;

/** As `TcpOptions.fastOpenCookie`. */
export declare function fastOpenCookie(row: i32): i32;

/** As `MultipathOptions.takesInNew`: 1 where the connection had not used one of the subtypes before. */
export declare function takesInNew(connection: i32, subtypes: i32): i32;
