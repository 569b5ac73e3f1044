import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  LinkType,
  readEveryTruncation,
  scanBytes,
  valuesOf,
} from '../../testing/dissect-bytes';
import { tcpPacket, textBytes, udpPacket } from '../../transport/testing/ip-packets';

const raw = LinkType.ipv4;
const lines = (...list: string[]) => `${list.join('\r\n')}\r\n`;
const read = (text: string, destinationPort = 80) =>
  dissectBytes(tcpPacket({ destinationPort, flags: 0x18, payload: textBytes(text) }), raw);

const request = lines(
  'GET /search?q=tcp&n=10 HTTP/1.1',
  'Host: example.org',
  'User-Agent: test/1.0',
  'Cookie: a=1; b=2',
  'Authorization: Basic dXNlcjpwYXNz',
  'X-Own: kept',
  '',
);

describe('an HTTP request (RFC 9112 §3)', () => {
  const dissection = read(request);

  it.each([
    ['http.request.method', 'GET'],
    ['http.request.uri', '/search?q=tcp&n=10'],
    ['http.request.uri.path', '/search'],
    ['http.request.uri.query', 'q=tcp&n=10'],
    ['http.request.version', 'HTTP/1.1'],
    ['http.host', 'example.org'],
    ['http.user_agent', 'test/1.0'],
    ['http.authbasic', 'user:pass'],
    ['http.request.full_uri', 'http://example.org/search?q=tcp&n=10'],
    ['http.request', true],
    ['http.header', 'X-Own: kept'],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('keeps every header line with its end', () => {
    expect(valuesOf(dissection, 'http.request.line')).toHaveLength(5);
    expect(firstValue(dissection, 'http.request.line')).toBe('Host: example.org\r\n');
  });

  it('splits what comes in parts', () => {
    expect(valuesOf(dissection, 'http.request.uri.query.parameter')).toEqual(['q=tcp', 'n=10']);
    expect(valuesOf(dissection, 'http.cookie_pair')).toEqual(['a=1', 'b=2']);
  });

  it('is found by content on any port, in both readings', () => {
    const packet = tcpPacket({ destinationPort: 12_345, payload: textBytes(request) });
    expect(dissectBytes(packet, raw).protocolNames).toContain('http');
    const { summary } = dissectBytes(packet, raw);
    expect(scanBytes(packet, raw)?.protocol).toBe(summary.protocol);
  });

  it('says the request line in the list', () => {
    expect(dissection.info).toBe('GET /search?q=tcp&n=10 HTTP/1.1');
  });

  it('may be followed by another in the same segment', () => {
    const both = read(request + request.replace('GET /search?q=tcp&n=10', 'HEAD /'));
    expect(valuesOf(both, 'http.request.method')).toEqual(['GET', 'HEAD']);
  });
});

describe('an HTTP response (RFC 9112 §4)', () => {
  const head = (...headers: string[]) => lines('HTTP/1.1 200 OK', 'Content-Type: text/plain', ...headers, '');

  it('shows its content where all of it is in the segment', () => {
    const dissection = read(`${head('Content-Length: 5')}hello`);
    expect(firstValue(dissection, 'http.response.code')).toBe(200);
    expect(firstValue(dissection, 'http.response.phrase')).toBe('OK');
    expect(firstValue(dissection, 'http.content_length')).toBe(5n);
    expect(firstValue(dissection, 'http.file_data')).toBe('hello');
    expect(dissection.info).toBe('HTTP/1.1 200 OK (text/plain)');
  });

  it('tells how much of a longer body is there, and takes it for no fault', () => {
    const dissection = read(`${head('Content-Length: 7240')}hello`);
    expect(dissection.info).toBe('HTTP/1.1 200 OK (text/plain) 5 of 7240 bytes');
    expect(dissection.faults).toEqual([]);
    expect(firstValue(dissection, 'http.file_data')).toBeUndefined();
  });

  it('puts chunks together', () => {
    const dissection = read(`${head('Transfer-Encoding: chunked')}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`);
    expect(valuesOf(dissection, 'http.chunk_size')).toEqual([3, 2, 0]);
    expect(firstValue(dissection, 'http.file_data')).toBe('abcde');
  });

  it.each([
    ['a chunk larger than all memory', `${head('Transfer-Encoding: chunked')}ffffffff\r\nabc`],
    ['a chunk size that is none', `${head('Transfer-Encoding: chunked')}zz\r\nabc`],
    ['headers that go on', 'HTTP/1.1 200 OK\r\nContent-Ty'],
  ])('is not upset by %s', (_, text) => {
    const dissection = read(text);
    expect(dissection.faults).toEqual([]);
    expect(firstValue(dissection, 'http.response.code')).toBe(200);
  });

  it('has no body with 304', () => {
    const dissection = read(lines('HTTP/1.1 304 Not Modified', 'Content-Length: 100', ''));
    expect(dissection.info).toBe('HTTP/1.1 304 Not Modified');
  });
});

it.each([
  ['words in capitals', 'HELLO WORLD THIS IS TEXT\r\n'],
  ['a method without a version', 'GET something else\r\n'],
  ['a longer word that begins like a method', 'GETTING /x HTTP/1.1\r\n'],
  ['bytes', '\x16\x03\x01\x00\x10'],
])('does not take %s for HTTP, even on port 80', (_, text) => {
  expect(read(text).protocolNames).not.toContain('http');
});

it.each([
  ['M-SEARCH', true],
  ['NOTIFY', undefined],
])('counts %s among the requests as tshark does', (method, isRequest) => {
  const text = lines(`${method} * HTTP/1.1`, 'HOST: 239.255.255.250:1900', 'NT: ssdp:all', '');
  const dissection = dissectBytes(udpPacket(textBytes(text), [50_000, 1900]), raw);
  expect(firstValue(dissection, 'http.request.method')).toBe(method);
  expect(firstValue(dissection, 'http.request')).toBe(isRequest);
});

it('reads SSDP with the same fields', () => {
  const text = lines('M-SEARCH * HTTP/1.1', 'HOST: 239.255.255.250:1900', 'ST: ssdp:all', '');
  const dissection = dissectBytes(udpPacket(textBytes(text), [50_000, 1900]), raw);
  expect(dissection.protocolNames.at(-1)).toBe('ssdp');
  expect(firstValue(dissection, 'http.host')).toBe('239.255.255.250:1900');
});

it('survives every truncation', () => {
  const packet = tcpPacket({ destinationPort: 80, payload: textBytes(request) });
  expect(readEveryTruncation(packet, raw)).toBeGreaterThan(0);
});
