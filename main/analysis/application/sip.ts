import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { protocol } from '../protocol';
import { lineAt, shorten, startsWith, textAt } from './text-lines';

// RFC 3261 §7: a request line `INVITE sip:bob@example.org SIP/2.0` or a status line, headers, an empty line, a body.
const methods = new Set(
  'INVITE ACK BYE CANCEL OPTIONS REGISTER PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE'.split(' '),
);
const version = 'SIP/2.0';
/** What methods and a version begin with: 'A' to 'U'. */
const [firstLetter, lastLetter] = [0x41, 0x55];

const header = (name: string, help: string): Field => field(`sip.${name}`, 'string', name, help);
const headers: Readonly<Record<string, Field>> = {
  'call-id': header('Call-ID', 'Call that the message belongs to'),
  contact: header('Contact', 'Where the sender can be reached'),
  'content-type': header('Content-Type', 'Media type of the body'),
  cseq: header('CSeq', 'Number and method of the request'),
  from: header('From', 'Who calls'),
  server: header('Server', "The server's software"),
  to: header('To', 'Who is called'),
  'user-agent': header('User-Agent', "The client's software"),
  via: header('Via', 'Path of the request'),
};
/** RFC 3261 §7.3.3 */
const compact: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  c: 'content-type',
  f: 'from',
  t: 'to',
  v: 'via',
};

const fields = {
  requestLine: field('sip.Request-Line', 'string', 'Request line', 'First line of a request'),
  statusLine: field('sip.Status-Line', 'string', 'Status line', 'First line of a response'),
  method: field('sip.Method', 'string', 'Method', 'What the request wants done'),
  requestUri: field('sip.r-uri', 'string', 'Request URI', 'Whom the request is for'),
  statusCode: field('sip.Status-Code', 'uint32', 'Status code', 'How the request went'),
  other: field('sip.header', 'string', 'Header', 'A header line that has no field of its own'),
  ...headers,
} as const;

/** Session Initiation Protocol. */
export const sip = protocol({
  name: 'sip',
  short: 'SIP',
  title: 'Session Initiation Protocol',
  fields,
  registrations: [
    { table: 'udp.port', keys: [5060] },
    { table: 'tcp.port', keys: [5060] },
    { table: 'sctp.port', keys: [5060] },
  ],
  recognize: { over: ['udp', 'tcp'], test: beginsMessage, firstBytes: [[firstLetter, lastLetter]] },

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(sip);
    const { bytes } = dissection;
    const captured = Math.min(end, dissection.limit);
    dissection.begin(sip, start, captured - start);
    const first = lineAt(bytes, start, captured);
    const text = textAt(bytes, start, first.textEnd);
    addStartLine(dissection, start, text);
    dissection.describe(() =>
      shorten(
        text.endsWith(` ${version}`)
          ? `Request: ${text.slice(0, -version.length - 1)}`
          : `Status: ${text.slice(version.length + 1)}`,
      ),
    );
    for (let at = first.next; at < captured; ) {
      const line = lineAt(bytes, at, captured);
      if (line.textEnd === at) break;
      addHeader(dissection, at, line.next, textAt(bytes, at, line.textEnd));
      at = line.next;
    }
    dissection.end();
  },
});

function beginsMessage(bytes: Uint8Array, start: number, end: number): boolean {
  const letter = bytes[start] as number;
  if (letter < firstLetter || letter > lastLetter || end - start < 16) return false;
  if (!isCapital(bytes[start + 1] as number) || !isCapital(bytes[start + 2] as number)) return false;
  if (startsWith(bytes, start, end, `${version} `)) return true;
  const line = lineAt(bytes, start, Math.min(end, start + 1024));
  return (
    line.isWhole &&
    startsWith(bytes, line.textEnd - version.length - 1, end, ` ${version}`) &&
    methods.has(textAt(bytes, start, line.textEnd).split(' ', 1)[0] as string)
  );
}

const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

function addStartLine(dissection: Dissection, start: number, text: string): void {
  const [first = '', second = ''] = text.split(' ', 2);
  const isResponse = first === version;
  dissection.group(isResponse ? fields.statusLine : fields.requestLine, start, text.length, text);
  if (isResponse) dissection.add(fields.statusCode, start + first.length + 1, 3, Number(second) || 0);
  else {
    dissection.add(fields.method, start, first.length, first);
    dissection.add(fields.requestUri, start + first.length + 1, second.length, second);
  }
  dissection.end();
}

function addHeader(dissection: Dissection, at: number, next: number, text: string): void {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const full = compact[name] ?? name;
  const which = Object.hasOwn(headers, full) ? headers[full] : undefined;
  dissection.add(which ?? fields.other, at, next - at, which ? text.slice(colon + 1).trim() : text);
}
