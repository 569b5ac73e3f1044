import { describe, expect, it } from 'vitest';
import { finish, inSegments, RecordedConnection, type RecordedSegment } from './testing/recorded-connection';

// Bodies are bounded as RFC 9112 §6.3 has it. What is expected in which frame is what tshark 4.0 shows, but where a test says
// otherwise.

const get = 'GET /a HTTP/1.1\r\nHost: h\r\n\r\n';
const request: RecordedSegment = { from: 'client', at: 0, payload: get };
const answer = (fields: string, body: string): string => `HTTP/1.1 200 OK\r\n${fields}\r\n${body}`;
const withLength = (body: string): string => answer(`Content-Length: ${body.length}\r\n`, body);
const long = withLength('x'.repeat(2500));
const none = null;

describe('HTTP messages of several segments', () => {
  it('are shown with the segment that completes them', () => {
    const capture = new RecordedConnection([request, ...inSegments('server', long, 1000)]);
    expect(capture.column('http.request.uri')).toEqual(['/a', none, none, none]);
    expect(capture.column('http.response.code')).toEqual([none, none, none, 200]);
    expect(capture.column('http.file_data')).toEqual([none, none, none, 'x'.repeat(2500)]);
    expect(capture.protocols).toEqual(['HTTP', 'TCP', 'TCP', 'HTTP']);
    expect(capture.column('tcp.reassembled_in')).toEqual([none, 4, 4, none]);
    expect(capture.frame(2).info).toContain('1000 of 2541 bytes of HTTP message, continues in 4');
    const last = capture.frame(4);
    expect(last.sources.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['Frame', 581],
      ['Reassembled TCP', 2541],
    ]);
    expect(capture.column('tcp.segment.count')).toEqual([none, none, none, 3]);
    expect(capture.all('tcp.segment')).toEqual([2, 3, 4]);
  });

  it('may have their head in pieces', () => {
    const capture = new RecordedConnection(inSegments('client', get, 5));
    expect(capture.column('http.request.uri')).toEqual([none, none, none, none, none, '/a']);
  });

  it('follow one another in a segment, and begin in its middle', () => {
    const two = withLength('abc') + withLength('defg');
    const capture = new RecordedConnection([{ ...request, payload: get + get }, ...inSegments('server', two, 60)]);
    expect(capture.all('http.request.uri')).toEqual(['/a', '/a']);
    expect(capture.column('http.file_data')).toEqual([none, 'abc', 'defg']);
    expect(capture.frame(2).info).toMatch(/^HTTP\/1\.1 200 OK; 19 of 42 bytes of HTTP message, continues in 3$/);
  });

  it('are put together from segments out of order, which tshark leaves undone', () => {
    const [first, second, third] = inSegments('server', long, 1000) as [
      RecordedSegment,
      RecordedSegment,
      RecordedSegment,
    ];
    const late = new RecordedConnection([request, first, third, second]);
    expect(late.column('http.response.code')).toEqual([none, none, none, 200]);
    // tshark reads nothing from a segment that it calls out of order.
    expect(late.column('http.file_data').at(-1)).toHaveLength(2500);
  });

  it('are not read again from what is sent again', () => {
    const [first, second, third] = inSegments('server', long, 1000) as [
      RecordedSegment,
      RecordedSegment,
      RecordedSegment,
    ];
    const capture = new RecordedConnection([request, request, first, second, second, third, first]);
    expect(capture.column('http.request.uri')).toEqual(['/a', none, none, none, none, none, none]);
    expect(capture.column('http.response.code')).toEqual([none, none, none, none, none, 200, none]);
    expect(capture.protocols).toEqual(['HTTP', 'TCP', 'TCP', 'TCP', 'TCP', 'HTTP', 'TCP']);
  });

  it('that lack bytes are not shown, and the next one is', () => {
    const [first] = inSegments('server', long, 1000);
    const next: RecordedSegment = { from: 'server', at: long.length, payload: withLength('abc') };
    const capture = new RecordedConnection([request, first as RecordedSegment, next]);
    expect(capture.column('http.file_data')).toEqual([none, none, 'abc']);
    expect(capture.frame(2).info).toContain('1000 bytes of HTTP message, which is not complete in this capture');
  });

  it('are found again behind a gap where a segment begins one', () => {
    const chunked = answer('Transfer-Encoding: chunked\r\n', '800\r\nabc');
    const next: RecordedSegment = { from: 'server', at: 5000, payload: withLength('abc') };
    const capture = new RecordedConnection([request, { from: 'server', at: 0, payload: chunked }, next]);
    expect(capture.column('http.file_data')).toEqual([none, none, 'abc']);
  });
});

describe('HTTP bodies', () => {
  const body = (capture: RecordedConnection): unknown[] => capture.column('http.file_data');

  it('without a length go on to the FIN, and are shown with it', () => {
    const text = answer('', 'y'.repeat(300));
    const parts = inSegments('server', text, 200);
    const open = new RecordedConnection([request, ...parts]);
    expect(open.column('http.response.code')).toEqual([none, none, none]);
    const closed = new RecordedConnection([request, ...parts, finish('server', text.length)]);
    expect(closed.column('http.response.code')).toEqual([none, none, none, 200]);
    expect(closed.column('tcp.segment.count').at(-1)).toBe(3);
    const last = { ...(parts[1] as RecordedSegment), flags: 0x11 };
    const riding = new RecordedConnection([request, parts[0] as RecordedSegment, last]);
    expect(riding.column('http.response.code')).toEqual([none, none, 200]);
  });

  it('in chunks end with the chunk of size 0 and its trailers (RFC 9112 §7.1)', () => {
    const chunks = '5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: t\r\n\r\n';
    const text = answer('Transfer-Encoding: chunked\r\n', chunks) + withLength('next');
    for (const size of [1, 3, 7, 50, 1000]) {
      const capture = new RecordedConnection([request, ...inSegments('server', text, size)]);
      expect(capture.all('http.file_data'), `segments of ${size}`).toEqual(['hello world', 'next']);
    }
  });

  it('are absent from answers to HEAD, from 1xx, 204 and 304 (RFC 9112 §6.3)', () => {
    const head = 'HEAD /a HTTP/1.1\r\n\r\n';
    const answers =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n' +
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n' +
      withLength('end');
    const capture = new RecordedConnection([
      { ...request, payload: head + get + get + get },
      { from: 'server', at: 0, payload: answers },
    ]);
    expect(capture.all('http.response.code')).toEqual([100, 200, 304, 204, 200]);
    expect(capture.all('http.file_data')).toEqual(['end']);
  });

  it('are shown with their coding undone (RFC 9110 §8.4.1)', () => {
    // `gzip -n` of "hello hello hello\n"
    const zipped = '\x1f\x8b\x08\0\0\0\0\0\0\x03\xcbH\xcd\xc9\xc9W\xc8@\x90\\\0\x1f\xe0\x30\x49\x12\0\0\0';
    const text = answer(`Content-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n`, zipped);
    const capture = new RecordedConnection([request, ...inSegments('server', text, 40)]);
    expect(body(capture).filter((each) => each !== none)).toEqual(['hello hello hello\n']);
    const wrong = answer('Content-Encoding: gzip\r\nContent-Length: 5\r\n', 'plain');
    expect(body(new RecordedConnection([request, ...inSegments('server', wrong, 1000)]))).toEqual([none, none]);
  });

  it('whose length cannot be are bounded by the connection', () => {
    for (const length of ['-5', '99999999999999999999999', 'abc']) {
      const text = answer(`Content-Length: ${length}\r\n`, 'abc');
      const capture = new RecordedConnection([
        request,
        ...inSegments('server', text, 1000),
        finish('server', text.length),
      ]);
      expect(body(capture), length).toEqual([none, none, 'abc']);
    }
  });

  it('in chunks of sizes that cannot be end there', () => {
    for (const size of ['zz', 'fffffffffffffffff', '-1']) {
      const text = answer('Transfer-Encoding: chunked\r\n', `3\r\nabc\r\n${size}\r\nrest of it`);
      const capture = new RecordedConnection([request, ...inSegments('server', text, 1000)]);
      expect(capture.column('http.response.code'), size).toEqual([none, 200]);
    }
    const endless = answer('Transfer-Encoding: chunked\r\n', 'fffffffffffff\r\nabc');
    const capture = new RecordedConnection([request, ...inSegments('server', endless, 1000)]);
    expect(capture.column('http.response.code')).toEqual([none, none]);
  });
});

describe('what is no HTTP message', () => {
  it('is left behind an accepted CONNECT and behind an upgrade', () => {
    const connect = 'CONNECT h:443 HTTP/1.1\r\n\r\n';
    const opened = 'HTTP/1.1 200 Connection established\r\n\r\n';
    const tunnel = new RecordedConnection([
      { from: 'client', at: 0, payload: connect },
      { from: 'server', at: 0, payload: opened },
      { from: 'client', at: connect.length, payload: 'tunnelled bytes' },
      { from: 'server', at: opened.length, payload: 'more of them' },
    ]);
    expect(tunnel.protocols).toEqual(['HTTP', 'HTTP', 'TCP', 'TCP']);
    const upgrade = 'GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
    const switched = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
    const socket = new RecordedConnection([
      { from: 'client', at: 0, payload: upgrade },
      { from: 'server', at: 0, payload: switched },
      { from: 'client', at: upgrade.length, payload: '\x81\x85abcdefghi' },
      { from: 'server', at: switched.length, payload: '\x81\x05hello' },
    ]);
    expect(socket.protocols).toEqual(['HTTP', 'HTTP', 'TCP', 'TCP']);
  });

  it('is read as another protocol where the user says so', () => {
    const decodeAs = [{ table: 'tcp.port', key: 80, protocol: null }] as const;
    const capture = new RecordedConnection([request, ...inSegments('server', long, 1000)], { decodeAs });
    expect(capture.protocols).toEqual(['TCP', 'TCP', 'TCP', 'TCP']);
    const told = new RecordedConnection([{ ...request, payload: get }, ...inSegments('server', long, 1000)], {
      serverPort: 7777,
      decodeAs: [{ table: 'tcp.port', key: 7777, protocol: 'http' }],
    });
    expect(told.column('http.response.code')).toEqual([none, none, none, 200]);
  });

  it('is read segment by segment where less was captured than was sent', () => {
    const [first, second, third] = inSegments('server', long, 1000) as [
      RecordedSegment,
      RecordedSegment,
      RecordedSegment,
    ];
    const capture = new RecordedConnection([request, { ...first, captured: 200 }, { ...second, captured: 200 }, third]);
    expect(capture.column('http.response.code')).toEqual([none, 200, none, none]);
  });
});

describe('messages told of as they are found', () => {
  it('are those of both sides, each with the packets that begin and complete it', () => {
    const post = `POST /b HTTP/1.1\r\nContent-Length: 4\r\n\r\n`;
    const capture = new RecordedConnection([
      { ...request, payload: get + get },
      { ...request, at: 2 * get.length, payload: post },
      { ...request, at: 2 * get.length + post.length, payload: 'body' },
      ...inSegments('server', withLength('abc') + withLength('defg'), 60),
    ]);
    expect(capture.told).toEqual([
      'client http 1-1 GET /a',
      'client http 1-1 GET /a',
      'client http 2-3 POST /',
      'server http 4-4 HTTP/1',
      'server http 4-5 HTTP/1',
    ]);
  });

  it('are those that begin segments of which not all was captured, not those that the capture ends in', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n';
    const cut = { from: 'server', at: 0, payload: `${head}${'x'.repeat(500)}`, captured: 100 } as const;
    const continued = { from: 'server', at: cut.payload.length, payload: 'x'.repeat(900), captured: 100 } as const;
    expect(new RecordedConnection([{ ...request, captured: 50 }, cut, continued]).told).toEqual([
      'server http 2-2 HTTP/1',
    ]);
    expect(new RecordedConnection([request, { ...cut, captured: 600 }]).told).toEqual(['client http 1-1 GET /a']);
  });
});
