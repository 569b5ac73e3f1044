import { isOfSide, sideBytes } from '../../../analysis/filter/running/message-side';
import type { FoundMessage } from '../../../analysis/tcp/messages/message-index';
import { Pairs } from './pairs';

/** `HTTP/1.1 200`, RFC 9112 §4. */
const statusLine = 12;
const codeAt = 9;
const switching = 101;

interface Place {
  readonly firstRow: number;
  readonly row: number;
}

/** Messages of one connection, each side's in the order of its stream. */
export interface Exchange {
  readonly requests: Place[];
  readonly responses: Place[];
}

export const emptyExchange = (): Exchange => ({ requests: [], responses: [] });

/** Notes a message of HTTP. Interim responses (RFC 9110 §15.2) answer nothing yet, but for the one that leads to another protocol. */
export function noteMessage({ requests, responses }: Exchange, { firstRow, row, first }: FoundMessage): void {
  const bytes = first(statusLine);
  if (bytes.length < sideBytes || !isOfSide(bytes, 0, 'response')) {
    requests.push({ firstRow, row });
    return;
  }
  const code = Number(String.fromCharCode(...bytes.subarray(codeAt, statusLine)));
  if (!(code < 200) || code === switching) responses.push({ firstRow, row });
}

/** HTTP, from a request's last byte to its response's: the n-th response of a connection answers its n-th request (RFC 9112 §9.3.2). */
export class Exchanges {
  readonly pairs = new Pairs('http-response');
  /** Unanswered requests of each connection that has any, and which connections were paired. */
  private readonly unanswered = new Map<number, number>();

  /** Pairs what a connection has, in place of what it had. @param time nanoseconds since the first packet, by row */
  pair(stream: number, { requests, responses }: Exchange, time: (row: number) => number): void {
    const { pairs, unanswered } = this;
    const before = unanswered.get(stream);
    if (before !== undefined) pairs.drop(stream);
    let next = 0;
    for (const response of responses) {
      const request = requests[next];
      // The capture may begin with an answer to what it lacks.
      if (request === undefined || request.firstRow > response.firstRow) continue;
      next++;
      const answeredAt = time(response.row);
      // A server may answer before it has read all that it is sent.
      pairs.add(answeredAt, Math.max(0, answeredAt - time(request.row)), response.row, stream);
    }
    const left = requests.length - next;
    pairs.unanswered += left - (before ?? 0);
    unanswered.set(stream, left);
  }
}
