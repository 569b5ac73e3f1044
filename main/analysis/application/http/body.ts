import type { Dissection } from '../../dissection';
import { lineAt, textAt } from '../text-lines';
import { messageFields as fields } from './http-fields';
import type { MessageHead } from './message';

export interface Body {
  /** Offset behind the message. */
  readonly next: number;
  /** How much of the body is here, where it is not all. */
  readonly note: string;
}

/**
 * Adds what there is of the body.
 * @param captured where the bytes at hand end; `end` is where the segment ends
 */
export function dissectBody(
  dissection: Dissection,
  start: number,
  captured: number,
  end: number,
  head: MessageHead,
): Body {
  const { startLine } = head;
  const hasNone =
    startLine?.kind === 'response' && (startLine.code < 200 || startLine.code === 204 || startLine.code === 304);
  if (hasNone) return { next: start, note: '' };
  if (head.isChunked) return dissectChunks(dissection, start, captured, head);
  // RFC 9112 §6.3: a request without a length has no body, a response's goes on until the connection ends.
  if (head.contentLength < 0 && startLine?.kind === 'request') return { next: start, note: '' };
  const length = head.contentLength < 0 ? captured - start : head.contentLength;
  const here = Math.min(length, captured - start);
  if (here > 0) {
    dissection.octets(fields.body, start, here);
    if (here === length) addContent(dissection, start, [[start, start + here]], head);
  }
  const arrived = Math.min(length, end - start);
  const isWhole = head.contentLength < 0 || arrived >= length;
  return { next: start + here, note: isWhole ? '' : `${arrived} of ${length} bytes` };
}

type Range = readonly [start: number, end: number];

/** RFC 9112 §7.1: a size in hexadecimal, that many bytes, and so on; size 0 ends it, then trailers and an empty line. */
function dissectChunks(dissection: Dissection, start: number, captured: number, head: MessageHead): Body {
  const { bytes } = dissection;
  const parts: Range[] = [];
  let total = 0;
  let at = start;
  while (at < captured) {
    const line = lineAt(bytes, at, captured);
    const size = /^[0-9a-f]{1,8}/i.exec(textAt(bytes, at, Math.min(line.textEnd, at + 16)))?.[0];
    if (!line.isWhole || size === undefined) break;
    const length = Number.parseInt(size, 16);
    dissection.add(fields.chunkSize, at, line.next - at, length);
    if (length === 0) {
      addContent(dissection, start, parts, head);
      return { next: skipTrailers(bytes, line.next, captured), note: '' };
    }
    const here = Math.min(length, captured - line.next);
    if (here > 0) dissection.octets(fields.chunkData, line.next, here);
    total += here;
    parts.push([line.next, line.next + here]);
    at = line.next + length;
    if (at < captured) {
      const boundary = lineAt(bytes, at, captured);
      if (boundary.next > at) dissection.octets(fields.chunkBoundary, at, boundary.next - at);
      at = boundary.next;
    }
  }
  return { next: captured, note: `${total} bytes in chunks, continues` };
}

function skipTrailers(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const line = lineAt(bytes, at, end);
    at = line.next;
    if (line.textEnd === line.start) break;
  }
  return at;
}

/** Shows the content as text, where it is not compressed. */
function addContent(dissection: Dissection, start: number, parts: readonly Range[], head: MessageHead): void {
  if (!dissection.wantsTree || parts.length === 0) return;
  if (head.contentEncoding !== '' && head.contentEncoding !== 'identity') return;
  // A string ends at its first zero byte; what is not text is seen in the bytes.
  const text = parts
    .map(([from, to]) => textAt(dissection.bytes, from, to))
    .join('')
    .split('\0', 1)[0] as string;
  const node = dissection.add(fields.fileData, start, (parts.at(-1) as Range)[1] - start, text);
  node.text = () => `Content: ${parts.reduce((sum, [from, to]) => sum + to - from, 0)} bytes`;
}
