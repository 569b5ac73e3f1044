import { Inflate } from 'fflate';

/** Content is undone no further than this: a few bytes can stand for very many. */
const mostDecoded = 16 << 20;
/** Each coding is undone in full before the next: what lists hundreds wants to keep us busy. */
export const mostCodings = 8;
/** Deflate makes at most 1032 bytes of one, so that a step makes no more than 4 MiB. */
const step = 4096;

/**
 * Undoes content codings (RFC 9110 §8.4), the last applied first, as far as the bytes go where they break off.
 * @param codings as the header field lists them
 * @returns null where one is not known, the bytes are not in it, or there are more than anybody applies
 */
export function decodeContent(codings: string, bytes: Uint8Array): Uint8Array | null {
  const lastFirst = codings.toLowerCase().split(',').reverse();
  if (lastFirst.length > mostCodings) return null;
  return lastFirst.reduce<Uint8Array | null>((content, coding) => content && undo(coding.trim(), content), bytes);
}

function undo(coding: string, bytes: Uint8Array): Uint8Array | null {
  if (coding === '' || coding === 'identity') return bytes;
  const start =
    coding === 'gzip' || coding === 'x-gzip' ? gzipHeader(bytes) : coding === 'deflate' ? zlibHeader(bytes) : -1;
  return start < 0 ? null : inflate(bytes, start);
}

function inflate(bytes: Uint8Array, start: number): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate((part) => {
    parts.push(part.slice());
    total += part.length;
  });
  try {
    for (let at = start; at < bytes.length && total < mostDecoded; at += step) {
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
    }
  } catch {
    // What had been decoded before stands.
  }
  return total === 0 ? null : joined(parts, total);
}

function joined(parts: readonly Uint8Array[], total: number): Uint8Array {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** RFC 1952 §2.3. @returns the offset behind the header; -1 where there is none */
function gzipHeader(bytes: Uint8Array): number {
  if (bytes.length < 18 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return -1;
  const flags = bytes[3] as number;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] as number) + 256 * (bytes[at + 1] as number);
  for (const named of [8, 16]) {
    if ((flags & named) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return -1;
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at < bytes.length ? at : -1;
}

/** RFC 1950 §2.2; some servers leave the header out. @returns the offset of the deflated bytes */
function zlibHeader(bytes: Uint8Array): number {
  if (bytes.length < 2) return -1;
  const [method, check] = bytes as unknown as [number, number];
  return (method & 15) === 8 && (method * 256 + check) % 31 === 0 ? 2 : 0;
}
