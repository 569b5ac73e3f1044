import type { Enumeration } from '../../fields/field';
import { indexOfByte, startsWith, textAt } from '../text-lines';

/** IANA's "HTTP Method Registry", SSDP's (UPnP device architecture 1.1) and the methods of RPC over HTTP. */
const methods = new Set(
  (
    'GET POST HEAD PUT DELETE OPTIONS TRACE CONNECT PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK SEARCH REPORT ' +
    'MERGE MKACTIVITY CHECKOUT CHECKIN UNCHECKOUT MKWORKSPACE UPDATE LABEL ACL BIND UNBIND REBIND LINK UNLINK ' +
    'BASELINE-CONTROL VERSION-CONTROL ORDERPATCH MKCALENDAR QUERY PRI NOTIFY SUBSCRIBE UNSUBSCRIBE M-SEARCH POLL ' +
    'BMOVE BCOPY BDELETE BPROPFIND BPROPPATCH RPC_IN_DATA RPC_OUT_DATA RPC_CONNECT CCM_POST SOURCE'
  ).split(' '),
);
const longestMethod = 16;
const longestLine = 8192;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/** RFC 9110 §15. */
export const statusNames: Enumeration = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  199: 'Informational - Others',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  208: 'Already Reported',
  226: 'IM Used',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  305: 'Use Proxy',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Time-out',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  417: 'Expectation Failed',
  418: "I'm a teapot",
  421: 'Misdirected Request',
  422: 'Unprocessable Entity',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Time-out',
  505: 'HTTP Version not supported',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  511: 'Network Authentication Required',
};

export interface RequestLine {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly uriStart: number;
  /** Offset behind the URI. */
  readonly uriEnd: number;
  readonly version: string;
}

export interface StatusLine {
  readonly kind: 'response';
  readonly version: string;
  readonly code: number;
  readonly phrase: string;
  /** Offset of the phrase. */
  readonly phraseStart: number;
}

/** What methods and a status line begin with: 'A' to 'U'. */
export const firstLetters = [[0x41, 0x55]] as const;

/** First four letters of every method and of a status line, as one number. */
const beginnings = new Set([...methods, 'HTTP'].map((word) => fourLetters(...codesOf(`${word} `))));

/**
 * Whether a message begins here. Asked for every payload while loading, so that it makes nothing: the first four letters turn
 * nearly all others away.
 */
export function beginsMessage(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 5) return false;
  const first = bytes[start] as number;
  const beginning = fourLetters(
    first,
    bytes[start + 1] as number,
    bytes[start + 2] as number,
    bytes[start + 3] as number,
  );
  if (!beginnings.has(beginning)) return false;
  if (startsWith(bytes, start, end, 'HTTP/')) return isDigit(bytes[start + 5]);
  // What follows the method has to end in a version; a line that goes on behind the segment is taken on trust.
  const stop = Math.min(end, start + longestLine);
  const lineFeedAt = indexOfByte(bytes, lineFeed, start, stop);
  if (lineFeedAt >= 0)
    return hasVersionAtEnd(bytes, bytes[lineFeedAt - 1] === carriageReturn ? lineFeedAt - 1 : lineFeedAt);
  const method = methodAt(bytes, start, end);
  return method !== '' && isUriText(bytes, start + method.length + 1, end);
}

function fourLetters(a: number, b: number, c: number, d: number): number {
  return (a << 24) | (b << 16) | (c << 8) | d;
}

function codesOf(word: string): [number, number, number, number] {
  return [word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2), word.charCodeAt(3)];
}

/** RFC 9112 §3 and §4. @returns null where the line is neither */
export function parseStartLine(bytes: Uint8Array, start: number, end: number): RequestLine | StatusLine | null {
  if (startsWith(bytes, start, end, 'HTTP/')) return parseStatusLine(bytes, start, end);
  const method = methodAt(bytes, start, end);
  if (method === '') return null;
  const uriStart = start + method.length + 1;
  const afterUri = indexOfByte(bytes, space, uriStart, end);
  const uriEnd = afterUri < 0 ? end : afterUri;
  return {
    kind: 'request',
    method,
    uri: textAt(bytes, uriStart, uriEnd),
    uriStart,
    uriEnd,
    version: uriEnd < end ? textAt(bytes, uriEnd + 1, end) : '',
  };
}

function parseStatusLine(bytes: Uint8Array, start: number, end: number): StatusLine {
  const text = textAt(bytes, start, end);
  const [version = '', code = ''] = text.split(' ', 2);
  const phraseStart = Math.min(end, start + version.length + 1 + code.length + 1);
  return {
    kind: 'response',
    version,
    code: /^\d{3}$/.test(code) ? Number(code) : 0,
    phrase: textAt(bytes, phraseStart, end),
    phraseStart,
  };
}

/** The known method that ends with a space here, or nothing. */
function methodAt(bytes: Uint8Array, start: number, end: number): string {
  const stop = Math.min(end, start + longestMethod + 1);
  let text = '';
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte === space) return methods.has(text) ? text : '';
    if ((byte < 0x41 || byte > 0x5a) && byte !== 0x2d && byte !== 0x5f) return '';
    text += String.fromCharCode(byte);
  }
  return '';
}

function isUriText(bytes: Uint8Array, start: number, end: number): boolean {
  const stop = Math.min(end, start + 64);
  for (let at = start; at < stop; at++) if ((bytes[at] as number) <= 32) return false;
  return stop > start;
}

/** ` HTTP/1.1` before `end`. */
function hasVersionAtEnd(bytes: Uint8Array, end: number): boolean {
  return startsWith(bytes, end - 9, end, ' HTTP/') && isDigit(bytes[end - 3]) && isDigit(bytes[end - 1]);
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
