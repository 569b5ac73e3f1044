import { lineAt, textAt } from '../../../analysis/application/text-lines';
import type { SenderBytes } from '../sender-bytes';

/** What the header fields say of how the body was packed. */
export interface BodyPacking {
  readonly isChunked: boolean;
  /**
   * Codings in small letters, in the order in which they were applied: content codings, then transfer codings but chunked
   * (RFC 9110 §8.4, RFC 9112 §6.1).
   */
  readonly codings: readonly string[];
  readonly contentType: string;
}

/** A range of the sender's stream. */
export interface StreamRange {
  readonly offset: number;
  readonly length: number;
}

/** What changes no byte of the content, or is undone by `chunkRanges`. */
const neutral: ReadonlySet<string> = new Set(['', 'identity', 'chunked']);

export function bodyPacking(head: string): BodyPacking {
  const value = (name: string): string =>
    new RegExp(`\\n${name}:[ \\t]*([^\\r\\n]*)`, 'i').exec(head)?.[1]?.trim() ?? '';
  // RFC 9110 §5.3: a field on several lines is one list.
  const codings = (name: string): string[] =>
    [...head.matchAll(new RegExp(`\\n${name}:([^\\r\\n]*)`, 'gi'))].flatMap(([, list = '']) =>
      list.split(',').map((each) => each.trim().toLowerCase()),
    );
  const transfer = codings('transfer-encoding');
  return {
    isChunked: transfer.includes('chunked'),
    codings: [...codings('content-encoding'), ...transfer].filter((coding) => !neutral.has(coding)),
    contentType: value('content-type').split(';')[0]?.trim() ?? '',
  };
}

/** The longest line that tells a chunk's size, with extensions. */
const longestLine = 4096;

/**
 * The ranges of a chunked body that are content (RFC 9112 §7.1): sizes, line ends and trailers left out. What cannot be read as
 * chunks is content as it stands.
 */
export function chunkRanges(bytes: SenderBytes, start: number, end: number): readonly StreamRange[] {
  const ranges: StreamRange[] = [];
  let at = start;
  while (at < end) {
    const look = bytes.isMissing(at)
      ? new Uint8Array(0)
      : bytes.read(at, bytes.runEnd(at, Math.min(end, at + longestLine)));
    const line = lineAt(look, 0, look.length);
    const size = /^[0-9a-f]{1,13}(?=[\s;]|$)/i.exec(textAt(look, 0, Math.min(line.textEnd, 16)))?.[0];
    if (size === undefined || !line.isWhole) {
      ranges.push({ offset: at, length: end - at });
      break;
    }
    const length = Number.parseInt(size, 16);
    at += line.next;
    if (length === 0) break;
    ranges.push({ offset: at, length: Math.min(length, end - at) });
    at += length;
    if (at < end) at += bytes.read(at, at + 1)[0] === 13 ? 2 : 1;
  }
  return ranges;
}
