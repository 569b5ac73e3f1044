/** Nanoseconds. RFC 6298 §2.4 asks for a second at least; no stack in use sends again by a timeout sooner than this. */
export const shortestTimeout: f64 = 190_000_000;
