import { recordClasses, recordTypes } from './record-types';

// RFC 1035 §4.1

const headerLength = 12;
const longestLabel = 63;
/** mDNS puts a flag into the class's top bit (RFC 6762 §5.4). */
const classMask = 0x7fff;

/**
 * Whether a datagram on any port is a DNS message beyond doubt: a standard query or its answer with one question, whose name is
 * plain text and ends where it should, of a type and class that there are.
 */
export function isUnmistakable(bytes: Uint8Array, start: number, end: number): boolean {
  const word = (at: number): number => ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (end - start < headerLength + 6 || start + headerLength + 6 > bytes.length || word(start + 4) !== 1) return false;
  const flags = word(start + 2);
  const isStandard = (flags & 0x7840) === 0 && (flags & 0x0f) <= 5;
  const isAnswer = (flags & 0x8000) !== 0;
  if (!isStandard || (!isAnswer && word(start + 6) + word(start + 8) > 0) || word(start + 10) > 64) return false;
  const behind = behindName(bytes, start + headerLength, Math.min(end, bytes.length) - 4);
  return behind > 0 && word(behind) in recordTypes && (word(behind + 2) & classMask) in recordClasses;
}

/** @returns the offset behind a name of at least one label; 0 where there is none before `limit` */
function behindName(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit) {
    const length = bytes[at++] as number;
    if (length === 0) return at - start > 2 ? at : 0;
    if (length > longestLabel || at + length > limit) return 0;
    for (const last = at + length; at < last; at++) if (!isPlain(bytes[at] as number)) return 0;
  }
  return 0;
}

const isPlain = (byte: number): boolean => byte > 0x20 && byte < 0x7f;
