import {
  type MessageFramer,
  type MessageFramers,
  type MessageLength,
  plainFramer,
  type StreamRun,
} from '../../message-framing';
import { lineAt, textAt } from '../text-lines';
import { bodyMark, headLength, longestHead } from './message-bounds';
import { beginsMessage } from './start-line';

/** What is asked for at first: most heads are shorter. */
const firstLook = 2048;
/** A chunk's size with extensions (RFC 9112 §7.1.1). */
const longestChunkLine = 4096;
const mostTrailers = 65_536;

/** Requests that both directions know of: what an answer's body is depends on them (RFC 9112 §6.3). */
interface Exchange {
  requests: number;
  responses: number;
  /** Numbers of the requests whose answer has no body, or that make a tunnel. */
  readonly heads: Set<number>;
  readonly connects: Set<number>;
}

/** Finds HTTP/1.x messages in both directions of a connection: RFC 9112 §6. */
export function httpFramers(): MessageFramers {
  const exchange: Exchange = { requests: 0, responses: 0, heads: new Set(), connects: new Set() };
  return { client: new HttpFramer(exchange), server: new HttpFramer(exchange) };
}

class HttpFramer implements MessageFramer {
  mark = 0;
  standsAlone = false;
  leaves = false;
  readonly interrupt = plainFramer.interrupt;

  constructor(private readonly exchange: Exchange) {}

  measure(run: StreamRun, start: number): MessageLength {
    this.mark = 0;
    this.leaves = false;
    let look = firstLook;
    for (;;) {
      const bytes = run.bytes(start, look);
      if (!beginsMessage(bytes, 0, bytes.length)) return 'not-here';
      const length = headLength(bytes, 0, bytes.length);
      if (length >= 0) return this.measureBody(run, start, length, textAt(bytes, 0, length));
      if (bytes.length < look) return 'unfinished';
      if (look >= longestHead) return 'not-here';
      look *= 4;
    }
  }

  private measureBody(run: StreamRun, start: number, headBytes: number, head: string): MessageLength {
    const body = head.startsWith('HTTP/') ? this.answered(head) : this.asked(head);
    this.standsAlone = this.mark !== 0;
    if (body === 'none') return headBytes;
    if (body === 'chunked') return measureChunks(run, start, start + headBytes);
    if (body === 'to-the-end') {
      this.mark = bodyMark.toTheEnd;
      this.standsAlone = true;
      return body;
    }
    return headBytes + body;
  }

  private asked(head: string): BodyKind {
    const { exchange } = this;
    const request = exchange.requests++;
    if (head.startsWith('HEAD ')) exchange.heads.add(request);
    else if (head.startsWith('CONNECT ')) {
      exchange.connects.add(request);
      this.leaves = true;
      return 'none';
    }
    if (/\nupgrade:/i.test(head) && /\nconnection:[^\n]*upgrade/i.test(head)) this.leaves = true;
    const kind = announced(head);
    return kind === 'to-the-end' ? 'none' : kind;
  }

  private answered(head: string): BodyKind {
    const { exchange } = this;
    const code = Number(head.slice(9, 12));
    if (code === 101) this.leaves = true;
    if (code < 200 || Number.isNaN(code)) return 'none';
    const request = exchange.responses++;
    if (exchange.connects.has(request) && code < 300) {
      this.leaves = true;
      this.mark = bodyMark.none;
      return 'none';
    }
    if (exchange.heads.has(request)) {
      this.mark = bodyMark.none;
      return 'none';
    }
    return code === 204 || code === 304 ? 'none' : announced(head);
  }
}

type BodyKind = number | 'none' | 'chunked' | 'to-the-end';

/** What the header fields say of the body. */
function announced(head: string): BodyKind {
  if (/\ntransfer-encoding:[^\n]*\bchunked\b/i.test(head)) return 'chunked';
  const length = /\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r?\n/i.exec(head)?.[1];
  return length === undefined ? 'to-the-end' : Number(length);
}

/** RFC 9112 §7.1. A size that is none ends the message, as there is no telling where it would. */
function measureChunks(run: StreamRun, start: number, body: number): MessageLength {
  let at = body;
  while (at < run.end) {
    const bytes = run.bytes(at, 32);
    let line = lineAt(bytes, 0, bytes.length);
    const size = /^[0-9a-f]{1,13}(?=[\s;])/i.exec(textAt(bytes, 0, bytes.length))?.[0];
    if (size === undefined) return bytes.length < 32 && !line.isWhole ? 'unfinished' : at - start;
    if (!line.isWhole) {
      const longer = run.bytes(at, longestChunkLine);
      line = lineAt(longer, 0, longer.length);
      if (!line.isWhole) return longer.length < longestChunkLine ? 'unfinished' : at - start;
    }
    const length = Number.parseInt(size, 16);
    at += line.next;
    if (length === 0) return measureTrailers(run, start, at);
    at += length;
    if (at + 2 > run.end) return at + 2 - start;
    const boundary = run.bytes(at, 2);
    at += boundary[0] === 10 ? 1 : 2;
  }
  return 'unfinished';
}

function measureTrailers(run: StreamRun, start: number, trailers: number): MessageLength {
  let look = 256;
  for (;;) {
    const bytes = run.bytes(trailers, look);
    for (let at = 0; at < bytes.length; ) {
      const line = lineAt(bytes, at, bytes.length);
      if (!line.isWhole) break;
      at = line.next;
      if (line.textEnd === line.start) return trailers + at - start;
    }
    if (bytes.length < look) return 'unfinished';
    if (look >= mostTrailers) return trailers - start;
    look *= 4;
  }
}
