import { describe, expect, it } from 'vitest';
import { Columns } from '../pixel-points';
import { Exchanges, emptyExchange, noteMessage } from './exchanges';
import { NameQueries } from './name-queries';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Pairs messages that each begin and end in one packet, a second apart. @returns rows of answers with the seconds they took */
async function paired(
  ...messages: string[]
): Promise<{ readonly answers: Record<number, number>; readonly unanswered: number }> {
  const exchange = emptyExchange();
  messages.forEach((text, row) => {
    const bytes = bytesOf(text);
    noteMessage(exchange, {
      sender: 'client',
      protocol: null!,
      firstRow: row,
      row,
      first: (n) => bytes.subarray(0, n),
    });
  });
  const exchanges = new Exchanges();
  exchanges.pair(0, exchange, (row) => row * 1e9);
  const { x, y } = await exchanges.pairs.layer(columns, pause);
  return { answers: Object.fromEntries([...x].map((at, i) => [at, y[i]!])), unanswered: exchanges.pairs.unanswered };
}

const pause = async (): Promise<void> => {};
const columns = new Columns({ from: 0, to: 100 }, 100);
const GET = 'GET / HTTP/1.1\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\n\r\n';

describe('HTTP exchanges', () => {
  it('pair the n-th response with the n-th request, pipelined ones too (RFC 9112 §9.3.2)', async () => {
    expect(await paired(GET, GET, GET, OK, OK)).toEqual({ answers: { 3: 3, 4: 3 }, unanswered: 1 });
  });

  it('end with the final response, not with an interim one (RFC 9110 §15.2)', async () => {
    const early = 'HTTP/1.1 100 Continue\r\n\r\n';
    expect(await paired('PUT / HTTP/1.1\r\n\r\n', early, early, OK)).toEqual({ answers: { 3: 3 }, unanswered: 0 });
  });

  it('end with the switch to another protocol (RFC 9110 §15.2.2)', async () => {
    expect(await paired(GET, 'HTTP/1.1 101 Switching Protocols\r\n\r\n')).toEqual({ answers: { 1: 1 }, unanswered: 0 });
  });

  it('leave out an answer to what was sent before the capture', async () => {
    expect(await paired(OK, GET, OK)).toEqual({ answers: { 2: 1 }, unanswered: 0 });
  });

  it('are paired anew when the connection went on', async () => {
    const exchanges = new Exchanges();
    const at = (row: number) => ({ firstRow: row, row });
    exchanges.pair(3, { requests: [at(0)], responses: [] }, (row) => row * 1e9);
    exchanges.pair(4, { requests: [at(1)], responses: [at(2)] }, (row) => row * 1e9);
    expect(await exchanges.pairs.summary(true, pause)).toMatchObject({ answered: 1, unanswered: 1 });
    exchanges.pair(3, { requests: [at(0), at(5)], responses: [at(4)] }, (row) => row * 1e9);
    exchanges.pair(3, { requests: [at(0), at(5)], responses: [at(4), at(9)] }, (row) => row * 1e9);
    expect(await exchanges.pairs.summary(true, pause)).toMatchObject({
      answered: 3,
      unanswered: 0,
      maximum: 4,
      median: 4,
    });
  });
});

describe('DNS queries', () => {
  const message = (id: number, isAnswer: boolean) => Uint8Array.of(id >> 8, id & 255, isAnswer ? 0x81 : 0x01, 0);
  const pairs = (take: (queries: NameQueries) => void) => {
    const queries = new NameQueries();
    take(queries);
    return queries.pairs.summary(true, pause);
  };

  it('are answered under their identification, in their conversation', async () => {
    const told = await pairs((queries) => {
      queries.take(message(7, false), 'udp', 0, 0, 0);
      queries.take(message(7, false), 'tcp', 0, 1, 1e9);
      queries.take(message(7, true), 'udp', 1, 2, 2e9);
      queries.take(message(7, true), 'tcp', 0, 3, 3e9);
      queries.take(message(7, true), 'tcp', 0, 4, 4e9);
    });
    expect(told).toMatchObject({ answered: 1, unanswered: 1, maximum: 2 });
  });

  it('wait since they were sent first', async () => {
    const told = await pairs((queries) => {
      queries.take(message(1, false), 'udp', 0, 0, 0);
      queries.take(message(1, false), 'udp', 0, 1, 5e9);
      queries.take(message(1, true), 'udp', 0, 2, 6e9);
    });
    expect(told).toMatchObject({ answered: 1, unanswered: 0, maximum: 6 });
  });

  it('need a header', async () => {
    expect(await pairs((queries) => queries.take(Uint8Array.of(0, 1, 0), 'udp', 0, 0, 0))).toMatchObject({
      unanswered: 0,
    });
  });
});
