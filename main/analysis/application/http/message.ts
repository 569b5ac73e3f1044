import type { Dissection } from '../../dissection';
import type { Field } from '../../fields/field';
import { lineAt, shorten, textAt } from '../text-lines';
import { dissectBody } from './body';
import { messageFields as fields, headerFields } from './http-fields';
import { parseStartLine, type RequestLine, type StatusLine, statusNames } from './start-line';

/** What the header block says of the body, and what is worth saying of the message at a glance. */
export interface MessageHead {
  readonly startLine: RequestLine | StatusLine | null;
  /** Text of the first line. */
  firstLine: string;
  host: string;
  contentType: string;
  contentEncoding: string;
  isChunked: boolean;
  /** -1 where it is not told. */
  contentLength: number;
  /** Whether the empty line behind the headers was there. */
  isWhole: boolean;
}

/**
 * Reads one message: start line, headers, body. Works on a first segment as well as on reassembled bytes: what is not there
 * yet is no fault.
 * @returns offset behind what belongs to the message
 */
export function dissectMessage(dissection: Dissection, start: number, end: number): number {
  const { bytes } = dissection;
  const captured = Math.min(end, dissection.limit);
  const first = lineAt(bytes, start, captured);
  const head: MessageHead = {
    startLine: parseStartLine(bytes, start, first.textEnd),
    firstLine: textAt(bytes, start, first.textEnd),
    host: '',
    contentType: '',
    contentEncoding: '',
    isChunked: false,
    contentLength: -1,
    isWhole: false,
  };
  addStartLine(dissection, start, first.textEnd, first.next, head);
  const bodyStart = addHeaders(dissection, first.next, captured, head);
  addSummary(dissection, start, head);
  if (!head.isWhole) {
    dissection.describe(() => `${shorten(head.firstLine)} headers continue`);
    return captured;
  }
  const body = dissectBody(dissection, bodyStart, captured, end, head);
  dissection.describe(() => summaryOf(head, body.note));
  return body.next;
}

function summaryOf(head: MessageHead, note: string): string {
  const type = head.contentType.split(';')[0]?.trim() ?? '';
  return `${shorten(head.firstLine)}${type === '' ? '' : ` (${type})`}${note === '' ? '' : ` ${note}`}`;
}

function addStartLine(dissection: Dissection, start: number, textEnd: number, next: number, head: MessageHead): void {
  const { startLine } = head;
  dissection.group(fields.startLine, start, next - start, head.firstLine);
  if (startLine?.kind === 'request') addRequestLine(dissection, start, startLine);
  else if (startLine?.kind === 'response') {
    const codeAt = start + startLine.version.length + 1;
    dissection.add(fields.responseVersion, start, startLine.version.length, startLine.version);
    dissection.add(fields.responseCode, codeAt, 3, startLine.code);
    const meaning = statusNames[startLine.code];
    if (meaning) dissection.add(fields.responseDescription, codeAt, 3, meaning);
    if (startLine.phrase !== '') {
      dissection.add(fields.responsePhrase, startLine.phraseStart, textEnd - startLine.phraseStart, startLine.phrase);
    }
  }
  dissection.end();
}

function addRequestLine(dissection: Dissection, start: number, line: RequestLine): void {
  dissection.add(fields.requestMethod, start, line.method.length, line.method);
  dissection.group(fields.requestUri, line.uriStart, line.uriEnd - line.uriStart, line.uri);
  const question = line.uri.indexOf('?');
  if (question >= 0) {
    dissection.add(fields.requestPath, line.uriStart, question, line.uri.slice(0, question));
    const query = line.uri.slice(question + 1);
    let at = line.uriStart + question + 1;
    dissection.group(fields.requestQuery, at, query.length, query);
    for (const parameter of query.split('&')) {
      dissection.add(fields.requestParameter, at, parameter.length, parameter);
      at += parameter.length + 1;
    }
    dissection.end();
  }
  dissection.end();
  if (line.version !== '') dissection.add(fields.requestVersion, line.uriEnd + 1, line.version.length, line.version);
}

/** RFC 9112 §5. @returns offset behind the empty line */
function addHeaders(dissection: Dissection, start: number, end: number, head: MessageHead): number {
  const { bytes } = dissection;
  let at = start;
  while (at < end) {
    const line = lineAt(bytes, at, end);
    if (line.textEnd === at && line.isWhole) {
      head.isWhole = true;
      return line.next;
    }
    addHeader(dissection, at, line.textEnd, line.next, head);
    at = line.next;
  }
  return end;
}

function addHeader(dissection: Dissection, at: number, textEnd: number, next: number, head: MessageHead): void {
  const { bytes } = dissection;
  const text = textAt(bytes, at, textEnd);
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const value = text.slice(colon + 1).trim();
  const which = Object.hasOwn(headerFields, name) ? headerFields[name] : undefined;
  noteHeader(name, value, head);
  if (which) addNamedHeader(dissection, which, name, at, next - at, value);
  else dissection.add(fields.otherHeader, at, next - at, text);
  const lineField = head.startLine?.kind === 'response' ? fields.responseLine : fields.requestLine;
  if (dissection.wants(lineField)) dissection.add(lineField, at, next - at, textAt(bytes, at, next));
}

function addNamedHeader(
  dissection: Dissection,
  which: Field,
  name: string,
  at: number,
  length: number,
  value: string,
): void {
  dissection.group(which, at, length, value);
  if (name === 'content-length' && /^\d{1,19}$/.test(value)) {
    dissection.add(fields.contentLength, at, length, BigInt(value));
  } else if (name === 'cookie') {
    for (const pair of value.split(';')) dissection.add(fields.cookiePair, at, length, pair.trim());
  } else if ((name === 'authorization' || name === 'proxy-authorization') && /^basic /i.test(value)) {
    dissection.add(fields.credentials, at, length, decodeBase64(value.slice(6).trim()));
  }
  dissection.end();
}

function noteHeader(name: string, value: string, head: MessageHead): void {
  if (name === 'host') head.host = value;
  else if (name === 'content-type') head.contentType = value;
  else if (name === 'content-encoding') head.contentEncoding = value.toLowerCase();
  else if (name === 'transfer-encoding') head.isChunked = /\bchunked\b/i.test(value);
  else if (name === 'content-length' && /^\d{1,15}$/.test(value)) head.contentLength = Number(value);
}

/** Methods of UPnP's event notification, which tshark does not count among the requests. */
const notifications: ReadonlySet<string> = new Set(['NOTIFY', 'SUBSCRIBE', 'UNSUBSCRIBE']);

function addSummary(dissection: Dissection, start: number, head: MessageHead): void {
  const { startLine } = head;
  if (startLine?.kind === 'request') {
    const uri = fullUri(startLine, head.host);
    if (uri !== '') dissection.add(fields.fullUri, start, 0, uri);
    if (!notifications.has(startLine.method)) dissection.add(fields.isRequest, start, 0, true);
  } else if (startLine) dissection.add(fields.isResponse, start, 0, true);
}

/** RFC 9110 §7.1 */
function fullUri(line: RequestLine, host: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(line.uri) || line.method === 'CONNECT') return line.uri;
  return host === '' ? '' : `http://${host}${line.uri}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 §4; stops at what is not of its alphabet. */
function decodeBase64(text: string): string {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) break;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return textAt(Uint8Array.from(bytes), 0, bytes.length);
}
