// Sequence numbers live modulo 2^32 (RFC 9293 §3.4), and signed differences wrap as they do. Only this file and the one of the same
// name in the folder above compare them.

/** `one - other` as the shortest way round the circle: negative where `one` comes before `other`. */
export function sequenceDistance(one: i32, other: i32): i32 {
  return one - other;
}

/** How far `sequence` lies behind `base`. */
export function relativeTo(sequence: i32, base: i32): u32 {
  return sequence - base;
}

export function isBefore(one: i32, other: i32): bool {
  return one - other < 0;
}

export function isAfter(one: i32, other: i32): bool {
  return one - other > 0;
}

export function isAtOrBefore(one: i32, other: i32): bool {
  return one - other <= 0;
}

export function isAtOrAfter(one: i32, other: i32): bool {
  return one - other >= 0;
}
