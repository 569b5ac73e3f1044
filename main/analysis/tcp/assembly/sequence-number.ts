// Sequence numbers live modulo 2^32 (RFC 9293 §3.4): signed differences wrap as they do.

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
