// Sequence numbers live modulo 2^32 (RFC 9293 §3.4). Only this file and the assembly's of the same name compare them. All of its functions take them signed or
// unsigned.

/** `one - other` as the shortest way round the circle: negative where `one` comes before `other`. */
export const sequenceDistance = (one: number, other: number): number => (one - other) | 0;

export const isBefore = (one: number, other: number): boolean => ((one - other) | 0) < 0;

export const isAfter = (one: number, other: number): boolean => ((one - other) | 0) > 0;

export const isAtOrBefore = (one: number, other: number): boolean => ((one - other) | 0) <= 0;

export const isAtOrAfter = (one: number, other: number): boolean => ((one - other) | 0) >= 0;

/** The number `length` behind `sequence`, as a signed 32-bit integer; `length` may be negative. */
export const advance = (sequence: number, length: number): number => (sequence + length) | 0;

/** How far `sequence` lies behind `base`, from 0 to 2^32 - 1. */
export const relativeTo = (sequence: number, base: number): number => (sequence - base) >>> 0;

export const isSame = (one: number, other: number): boolean => ((one - other) | 0) === 0;

/**
 * The count of bytes that a relative sequence number stands for in a stream longer than 2^32 bytes: of all that it may stand for,
 * the one nearest to `near`.
 */
export const unwrapped = (relative: number, near: number): number => near + ((relative - near) | 0);
