import type { Dissection } from '../../dissection';
import { lineAt, textAt } from '../text-lines';
import { decodeContent } from './content-coding';
import { messageFields as fields } from './http-fields';
import type { MessageHead } from './message';
import { bodyMark } from './message-bounds';

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
  const mark = dissection.message?.mark ?? bodyMark.asToldByHead;
  if (hasNone || mark === bodyMark.none) return { next: start, note: '' };
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
    if (!line.isWhole || size === undefined) {
      // The sizes of a message whose bounds are known end where they are none.
      if (dissection.message !== null) addContent(dissection, start, parts, head);
      break;
    }
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

/** Shows the content, put together and with its coding undone, as text. */
function addContent(dissection: Dissection, start: number, parts: readonly Range[], head: MessageHead): void {
  if (!dissection.wants(fields.fileData) || parts.length === 0) return;
  const { bytes } = dissection;
  const whole = parts.length === 1 ? bytes.subarray(...(parts[0] as Range)) : joined(bytes, parts);
  const content = decodeContent(head.contentEncoding, whole);
  if (content === null) return;
  addText(dissection, start, (parts.at(-1) as Range)[1] - start, content);
}

function addText(dissection: Dissection, start: number, length: number, content: Uint8Array): void {
  // A string ends at its first zero byte; what is not text is seen in the bytes.
  const zero = content.indexOf(0);
  const text = asciiText(content.subarray(0, zero < 0 ? content.length : zero));
  dissection.add(fields.fileData, start, length, text).text = () => `Content: ${content.length} bytes`;
}

function joined(bytes: Uint8Array, parts: readonly Range[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, [from, to]) => sum + to - from, 0));
  let at = 0;
  for (const [from, to] of parts) {
    whole.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  return whole;
}

/** As tshark has it, whatever the character set: a byte that is not ASCII becomes U+FFFD. */
function asciiText(bytes: Uint8Array): string {
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] as number) < 0x80) continue;
    const plain = bytes.map((byte) => (byte < 0x80 ? byte : 0));
    return textAt(plain, 0, plain.length).replaceAll('\0', '\ufffd');
  }
  return textAt(bytes, 0, bytes.length);
}
