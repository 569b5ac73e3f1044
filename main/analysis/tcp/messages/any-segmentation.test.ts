import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TcpFlag } from '../../transport/tcp-flags';
import { RecordedConnection, type RecordedSegment } from './testing/recorded-connection';
import { clientHello, record } from './testing/tls-bytes';

// The bytes of a stream are the same however they were cut, doubled, overlapped and reordered on their way: so must be the
// messages in them.

interface Cut {
  /** Where the stream is cut, each from 0 to 1. */
  readonly cuts: readonly number[];
  /** Stretches that are sent again, and when. */
  readonly again: readonly (readonly [from: number, to: number, when: number])[];
  /** What the segments are sorted by. */
  readonly order: readonly number[];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyCut: fc.Arbitrary<Cut> = fc.record({
  cuts: fc.array(share, { maxLength: 30 }),
  again: fc.array(fc.tuple(share, share, share), { maxLength: 5 }),
  order: fc.array(share, { minLength: 40, maxLength: 40 }),
});

function segmentsOf(from: 'client' | 'server', stream: string, { cuts, again, order }: Cut): RecordedSegment[] {
  const places = [...new Set([0, ...cuts.map((cut) => Math.floor(cut * stream.length)), stream.length])].sort(
    (a, b) => a - b,
  );
  const stretches: (readonly [number, number])[] = places.slice(1).map((end, i) => [places[i] as number, end]);
  for (const [one, other] of again) {
    const start = Math.floor(Math.min(one, other) * stream.length);
    stretches.push([start, Math.ceil(Math.max(one, other) * stream.length)]);
  }
  const sorted = stretches
    .filter(([start, end]) => end > start)
    .map((stretch, i) => ({ stretch, key: order[i] ?? 0.5 }))
    .sort((a, b) => a.key - b.key)
    .map(({ stretch: [start, end] }) => ({ from, at: start, payload: stream.slice(start, end) }));
  return [{ from, at: -1, payload: '', flags: TcpFlag.syn }, ...sorted];
}

const httpStream = (bodies: readonly string[]): string =>
  bodies
    .map((body, i) =>
      i % 2 === 0
        ? `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`
        : `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks(body)}0\r\n\r\n`,
    )
    .join('');

const chunks = (body: string): string =>
  (body.match(/.{1,7}/gs) ?? []).map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('');

describe('the messages of a stream', () => {
  it('are the same for HTTP however it is cut', () => {
    const body = fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(...'abcxyz0123 ') });
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 6 }), anyCut, (bodies, cut) => {
        const capture = new RecordedConnection(segmentsOf('server', httpStream(bodies), cut));
        expect(capture.all('http.file_data').sort()).toEqual([...bodies].sort());
      }),
      { numRuns: 300 },
    );
  });

  it('are the same for DNS however it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), anyCut, (count, cut) => {
        let stream = '';
        for (let id = 1; id <= count; id++)
          stream += `\0\x13\0${String.fromCharCode(id)}\x01\0\0\x01\0\0\0\0\0\0\x01a\0\0\x01\0\x01`;
        const capture = new RecordedConnection(segmentsOf('client', stream, cut), { serverPort: 53 });
        expect(capture.all('dns.id').sort()).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      }),
      { numRuns: 150 },
    );
  });

  it('are the same for a TLS handshake however it is cut, into segments and into records', () => {
    const hello = clientHello('example.org');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: hello.length }), { maxLength: 4 }), anyCut, (sizes, cut) => {
        let stream = '';
        let rest = hello;
        for (const size of [...sizes, hello.length]) {
          if (rest !== '') stream += record(22, rest.slice(0, size));
          rest = rest.slice(size);
        }
        stream += record(20, '\x01') + record(22, '\x8a'.repeat(40)) + record(23, 'data');
        const capture = new RecordedConnection(segmentsOf('client', stream, cut), { serverPort: 443 });
        expect(capture.all('tls.handshake.extensions_server_name')).toEqual(['example.org']);
        expect(capture.all('tls.handshake.type')).toEqual([1]);
        expect(capture.all('tls.app_data')).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});
