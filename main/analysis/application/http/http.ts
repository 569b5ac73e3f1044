import type { Dissection } from '../../dissection';
import { protocol } from '../../protocol';
import { headerFields, messageFields } from './http-fields';
import { httpFramers } from './http-framing';
import { dissectMessage } from './message';
import { beginsMessage, firstLetters } from './start-line';

/** Hypertext Transfer Protocol 1.x: RFC 9110 (semantics), RFC 9112 (messages). */
export const http = protocol({
  name: 'http',
  short: 'HTTP',
  title: 'Hypertext Transfer Protocol',
  fields: [messageFields, headerFields],
  registrations: [{ table: 'tcp.port', keys: [80, 3128, 3132, 5985, 8080, 8088, 11371, 1900, 2869, 2710] }],
  recognize: { over: ['tcp'], test: beginsMessage, firstBytes: firstLetters },
  stream: httpFramers,

  dissect(dissection: Dissection, start: number, end: number): void {
    dissection.claim(http);
    const captured = Math.min(end, dissection.limit);
    let at = start;
    if (!beginsMessage(dissection.bytes, start, captured)) {
      dissection.begin(http, start, captured - start);
      dissection.describe(() => 'Continuation');
      dissection.end();
      dissection.data(start, end);
      return;
    }
    // Requests may follow one another in one segment (RFC 9112 §9.3.2).
    do {
      const head = dissection.begin(http, at, captured - at);
      const next = dissectMessage(dissection, at, end);
      head.length = next - at;
      dissection.end();
      at = Math.max(next, at + 1);
    } while (at < captured && !dissection.failed && beginsMessage(dissection.bytes, at, captured));
    if (at < captured) dissection.data(at, end);
  },
});
