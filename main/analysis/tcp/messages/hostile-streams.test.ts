import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inSegments, RecordedConnection, type RecordedSegment } from './testing/recorded-connection';
import { clientHello, handshake, record, serverHello } from './testing/tls-bytes';

/** Runs a task and says how long it took, in milliseconds. */
function timed<T>(task: () => T): { result: T; milliseconds: number } {
  const start = performance.now();
  const result = task();
  return { result, milliseconds: performance.now() - start };
}

describe('hostile streams', () => {
  it('with a head that never ends take time in proportion to their length', () => {
    const head = `GET / HTTP/1.1\r\n${'X-Filler: y\r\n'.repeat(40_000)}`;
    const { result, milliseconds } = timed(() => {
      const capture = new RecordedConnection(inSegments('client', head, 100));
      return capture.column('http.request.uri').filter((each) => each !== null).length;
    });
    // No head of this length is waited for: the first segment is shown with what it has.
    expect(result).toBeLessThanOrEqual(1);
    expect(milliseconds).toBeLessThan(5_000);
  });

  it('of very many tiny messages are read in proportion to their number', () => {
    const lines = 'NOOP\r\n'.repeat(200_000);
    const capture = new RecordedConnection(inSegments('client', lines, 1400), { serverPort: 25 });
    const { result, milliseconds } = timed(() => capture.frame(400).summary.protocol);
    expect(result).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThan(2_000);
  });

  it('of one byte a segment are read in proportion to their length', () => {
    const text = `HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n${'x'.repeat(20_000)}`;
    const capture = new RecordedConnection(inSegments('server', text, 1));
    const { milliseconds } = timed(() => capture.frame(text.length).info);
    expect(milliseconds).toBeLessThan(2_000);
    expect(capture.frame(text.length).info).toBe('HTTP/1.1 200 OK');
    expect(capture.frame(text.length - 1).info).toContain(`continues in ${text.length}`);
  });

  it('with content that unpacks to very much are unpacked to a limit', () => {
    // A stored block cannot grow; a run of one byte does, 1032 times.
    const packed = Buffer.from(deflateSync(Buffer.alloc(80 << 20, 'a'))).toString('latin1');
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: ${packed.length}\r\n\r\n`;
    const capture = new RecordedConnection(inSegments('server', head + packed, 1400));
    const text = capture.all('http.file_data')[0] as string;
    expect(text.length).toBeGreaterThan(16 << 20);
    expect(text.length).toBeLessThan(22 << 20);
  });

  it('never make reading throw, whatever byte is changed and wherever they end', () => {
    const stream =
      record(22, clientHello('example.org').slice(0, 30)) +
      record(22, clientHello('example.org').slice(30)) +
      record(20, '\x01') +
      record(23, 'x'.repeat(50));
    for (let place = 0; place < stream.length; place++) {
      const changed = `${stream.slice(0, place)}\xff${stream.slice(place + 1)}`;
      for (const text of [changed, stream.slice(0, place)]) {
        const capture = new RecordedConnection(inSegments('client', text, 37), { serverPort: 443 });
        expect(() => capture.all('tls.record.length')).not.toThrow();
      }
    }
  });
});

describe('TLS records', () => {
  it('of several segments are shown with the one that completes them', () => {
    const stream = record(22, clientHello('example.org')) + record(23, 'y'.repeat(100));
    const capture = new RecordedConnection(inSegments('client', stream, 60), { serverPort: 443 });
    const names = capture.column('tls.handshake.extensions_server_name');
    expect(names).toEqual([null, 'example.org', null]);
    expect(capture.column('tls.record.content_type')).toEqual([null, 22, 23]);
  });

  it('have a layer in the segment in which they begin, as in tshark', () => {
    const hello = Uint8Array.of(22, 3, 1, 0, 200, ...new Uint8Array(200));
    const parts = [0, 60, 120].map((at) => ({ from: 'client', at, payload: hello.subarray(at, at + 60) }) as const);
    const connection = new RecordedConnection(parts, { serverPort: 443 });
    expect([1, 2, 3].map((frame) => connection.frame(frame).protocolNames.includes('tls'))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('behind a Change Cipher Spec of an earlier segment are encrypted', () => {
    const secret = handshake(20, 'v'.repeat(12));
    const parts = [record(22, clientHello('a.example')), record(20, '\x01'), record(22, secret)];
    let at = 0;
    const segments = parts.map((payload): RecordedSegment => {
      const segment: RecordedSegment = { from: 'client', at, payload };
      at += payload.length;
      return segment;
    });
    const capture = new RecordedConnection(segments, { serverPort: 443 });
    expect(capture.column('tls.handshake.type')).toEqual([1, null, null]);
    expect(capture.frame(3).info).toContain('Encrypted');
  });

  it('carry a second hello in the clear behind a Change Cipher Spec (RFC 8446 §D.4)', () => {
    const stream = record(20, '\x01') + record(22, clientHello('again.example'));
    const capture = new RecordedConnection(inSegments('client', stream, 50), { serverPort: 443 });
    expect(capture.all('tls.handshake.extensions_server_name')).toEqual(['again.example']);
  });

  it('put a message of several records together in the last of them', () => {
    const hello = clientHello('example.org');
    const records = [hello.slice(0, 2), hello.slice(2, 50), hello.slice(50)].map((part) => record(22, part));
    let at = 0;
    const segments = records.map((payload): RecordedSegment => {
      const segment: RecordedSegment = { from: 'client', at, payload };
      at += payload.length;
      return segment;
    });
    const capture = new RecordedConnection(segments, { serverPort: 443 });
    expect(capture.column('tls.handshake.type')).toEqual([null, null, 1]);
    expect(capture.column('tls.handshake.extensions_server_name')).toEqual([null, null, 'example.org']);
    expect(capture.column('tls.record.length')).toEqual([2, 48, hello.length - 50]);
  });

  it('of TLS 1.3 hide their type, in both directions (RFC 8446 §5.2)', () => {
    const client = record(22, clientHello('example.org'));
    const server = record(22, serverHello(0x0304));
    const data = record(23, 'z'.repeat(30));
    const capture = new RecordedConnection(
      [
        { from: 'client', at: 0, payload: client },
        { from: 'server', at: 0, payload: server + data },
        { from: 'client', at: client.length, payload: data },
      ],
      { serverPort: 443 },
    );
    expect(capture.column('tls.record.opaque_type')).toEqual([null, 23, 23]);
    expect(capture.column('tls.record.content_type')).toEqual([22, 22, null]);
  });
});
