import { textAt } from '../text-lines';

/** A domain name in a message. */
export interface DomainName {
  /** Labels joined by dots; `<Root>` for the empty name. */
  readonly text: string;
  readonly labels: number;
  /** Bytes that it takes where it stands. */
  readonly length: number;
  /** Why it could not be read to its end; empty where it could. */
  readonly fault: string;
}

const longestName = 255;
const pointerBits = 0xc0;

/**
 * Reads a name (RFC 1035 §3.1), following compression pointers (§4.1.4). Each pointer must lead to before the place where the
 * present run of labels began, so that no chain of them goes on for ever.
 * @param message offset of the message's first byte, which pointers count from
 * @param end offset behind the bytes that may be read
 */
export function readName(bytes: Uint8Array, message: number, start: number, end: number): DomainName {
  const labels: string[] = [];
  let at = start;
  let runStart = start;
  let length = 0;
  let total = 0;
  const done = (fault: string): DomainName => ({
    text: labels.length === 0 ? (fault === '' ? '<Root>' : '') : labels.join('.'),
    labels: labels.length,
    length: length > 0 ? length : Math.min(at, end) - start,
    fault,
  });
  for (;;) {
    if (at >= end) return done('name goes on behind the message');
    const size = bytes[at] as number;
    if (size === 0) {
      at++;
      return done('');
    }
    if ((size & pointerBits) === pointerBits) {
      if (at + 1 >= end) return done('name goes on behind the message');
      const target = message + (((size & 0x3f) << 8) | (bytes[at + 1] as number));
      if (length === 0) length = at + 2 - start;
      if (target >= runStart) return done('name has a compression pointer that does not lead back');
      at = target;
      runStart = target;
      continue;
    }
    if (size & pointerBits) return done(`name has a label of unknown kind 0x${size.toString(16)}`);
    total += size + 1;
    if (total > longestName) return done(`name is longer than ${longestName} bytes`);
    if (at + 1 + size > end) return done('name goes on behind the message');
    labels.push(textAt(bytes, at + 1, at + 1 + size));
    at += 1 + size;
  }
}
