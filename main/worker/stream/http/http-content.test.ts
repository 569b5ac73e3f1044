import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unwatched } from '../../jobs';
import type { FollowedContent } from '../followed-content';
import { tcpAssembly } from '../tcp-content';
import { handshake, type WrittenPacket, withCapture } from '../testing/segment-capture';
import { httpContent } from './http-content';

/** RFC 8878 §3.1.1: a frame of one raw block, of 256 to 65,791 bytes. */
function zstdFrame(content: Buffer): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, 0, 0, 0, 0, 0]);
  header.writeUInt16LE(content.length - 256, 5);
  header.writeUIntLE(1 | (content.length << 3), 7, 3);
  return Buffer.concat([header, content]);
}

const request = 'GET /a HTTP/1.1\r\nHost: shop.example\r\nAccept-Encoding: gzip\r\n\r\n';

function inPieces(from: 'client' | 'server', bytes: Buffer, size: number, at = 0): WrittenPacket[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => ({
    from,
    at: at + i * size,
    payload: bytes.subarray(i * size, (i + 1) * size),
  }));
}

const answer = (fields: string, body: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n`), Buffer.from(body)]);

const withLength = (fields: string, body: Buffer): Buffer =>
  answer(`${fields}Content-Length: ${body.length}\r\n`, body);

/** Head, body, head, body, each as text; what a block is called behind a vertical line. */
const blocksOf = (content: FollowedContent): string[] =>
  Array.from({ length: content.blocks }, (_, i) => {
    const { start, end, title } = content.block(i);
    return `${Buffer.from(content.read(start, end)).toString('latin1')}|${title}`;
  });

async function follow<Result>(
  response: Buffer,
  use: (content: FollowedContent) => Result,
  { asks = request, size = 11 }: { readonly asks?: string; readonly size?: number } = {},
): Promise<Result> {
  const packets = [
    ...handshake,
    { from: 'client', at: 0, payload: asks } as const,
    ...inPieces('server', response, size),
  ];
  return withCapture(packets, async (analysis) =>
    use(await httpContent(analysis, 0, tcpAssembly(analysis, 0), unwatched())),
  );
}

const text = 'All that is gold does not glitter. '.repeat(40);

describe('HTTP messages of a followed stream', () => {
  it('are heads and bodies, each with a heading of its own', async () => {
    const response = withLength('Content-Type: text/plain\r\n', Buffer.from('hello'));
    const blocks = await follow(response, blocksOf);
    expect(blocks).toEqual([
      `${request}|`,
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n|',
      'hello|body, text/plain',
    ]);
  });

  it('have their chunks joined (RFC 9112 §7.1): sizes, extensions and trailers are left out', async () => {
    const body = '5;name=value\r\nhello\r\n7\r\n, world\r\n0\r\nDigest: x\r\n\r\n';
    const blocks = await follow(answer('Transfer-Encoding: chunked\r\n', body), blocksOf);
    expect(blocks.at(-1)).toBe('hello, world|body, chunked');
  });

  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdFrame(Buffer.from(text))],
  ])('have %s undone (RFC 9110 §8.4.1)', async (coding, packed) => {
    const blocks = await follow(withLength(`Content-Encoding: ${coding}\r\n`, packed), blocksOf);
    expect(blocks.at(-1)).toBe(`${text}|body, ${coding}, ${packed.length} bytes sent`);
  });

  it('have codings undone one after the other, the last applied first (RFC 9110 §8.4)', async () => {
    const packed = brotliCompressSync(gzipSync(text));
    const blocks = await follow(withLength('Content-Encoding: gzip, br\r\n', packed), blocksOf);
    expect(blocks.at(-1)).toBe(`${text}|body, gzip, br, ${packed.length} bytes sent`);
  });

  it('have codings of several field lines undone as of one list (RFC 9110 §5.3)', async () => {
    const packed = brotliCompressSync(gzipSync(text));
    const fields = 'Content-Encoding: gzip\r\nServer: a\r\nContent-Encoding: br\r\n';
    for (const size of [1, 1400]) {
      const blocks = await follow(withLength(fields, packed), blocksOf, { size });
      expect(blocks.at(-1)).toBe(`${text}|body, gzip, br, ${packed.length} bytes sent`);
    }
  });

  it('are shown as they were sent where they list more codings than anybody applies', async () => {
    const packed = Array.from({ length: 9 }).reduce<Buffer>((content) => gzipSync(content), Buffer.from(text));
    const listed = Array(9).fill('gzip').join(', ');
    const blocks = await follow(withLength(`Content-Encoding: ${listed}\r\n`, packed), blocksOf);
    expect(blocks.at(-1)).toMatch(/not undone$/);
  });

  it('have a transfer coding undone before a content coding (RFC 9112 §6.1)', async () => {
    const packed = gzipSync(deflateSync(text));
    const body = Buffer.concat([
      Buffer.from(`${packed.length.toString(16)}\r\n`),
      packed,
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    const fields = 'Content-Encoding: deflate\r\nTransfer-Encoding: gzip, chunked\r\n';
    const blocks = await follow(answer(fields, body), blocksOf);
    expect(blocks.at(-1)).toBe(`${text}|body, chunked, deflate, gzip, ${packed.length} bytes sent`);
  });

  it('have a coding undone beneath chunks', async () => {
    const packed = gzipSync(text);
    const chunks = [packed.subarray(0, 20), packed.subarray(20)].map((part) =>
      Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
    );
    const body = Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
    const fields = 'Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n';
    const blocks = await follow(answer(fields, body), blocksOf);
    expect(blocks.at(-1)).toBe(`${text}|body, chunked, gzip, ${packed.length} bytes sent`);
  });

  it('trace each decoded byte to the packet that told it: decoding what had come before gives all bytes before it', async () => {
    const noise = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255));
    const packed = gzipSync(noise);
    const response = withLength('Content-Encoding: gzip\r\n', packed);
    const head = response.length - packed.length;
    await follow(
      response,
      (content) => {
        const { start, end } = content.block(content.blocks - 1);
        const pieces = content.pieces(start, end);
        expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(noise.length);
        for (const { at, packet } of pieces) {
          // The first packet of the answer is the fourth: 600 bytes each.
          const behind = (packet - 3) * 600;
          expect(behind).toBeGreaterThan(head);
          const spans = content.locate(packet - 1) ?? [];
          expect(spans.some((span) => at >= span.at && at < span.at + span.length)).toBe(true);
        }
      },
      { size: 600 },
    );
  });

  it('stop decoding a bomb: sixteen megabytes of a body are kept', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    const [length, title] = await follow(
      withLength('Content-Encoding: gzip\r\n', bomb),
      (content) => {
        const { start, end, title: told } = content.block(content.blocks - 1);
        return [end - start, told] as const;
      },
      { size: 1400 },
    );
    expect(length).toBe(16 << 20);
    expect(title).toContain('only the first 16,777,216 bytes are shown');
  });

  it('show what was sent where the coding is broken from the start or not known', async () => {
    const broken = await follow(withLength('Content-Encoding: gzip\r\n', Buffer.from('not gzip')), blocksOf);
    expect(broken.at(-1)).toMatch(/^not gzip\|body, gzip, not undone/);
    const unknown = await follow(withLength('Content-Encoding: x-own\r\n', Buffer.from('abc')), blocksOf);
    expect(unknown.at(-1)).toBe('abc|body, x-own, not undone');
  });

  it('end a body where the capture does', async () => {
    const whole = withLength('Content-Encoding: gzip\r\n', gzipSync(text));
    const blocks = await follow(whole.subarray(0, whole.length - 12), blocksOf);
    expect(blocks.at(-1)).toMatch(/^All that is gold/);
  });

  it('show what lies between them: bytes that are no message, and how many the capture lacks', async () => {
    const packets: WrittenPacket[] = [
      ...handshake,
      { from: 'client', at: 0, payload: request },
      { from: 'client', at: request.length + 100, payload: 'xyz' },
    ];
    await withCapture(packets, async (analysis) => {
      const content = await httpContent(analysis, 0, tcpAssembly(analysis, 0), unwatched());
      const { start, end, title } = content.block(1);
      expect([content.blocks, end - start, title]).toEqual([2, 103, 'not HTTP']);
      expect([content.isMissing(start), content.runEnd(start, end), content.isMissing(start + 100)]).toEqual([
        true,
        start + 100,
        false,
      ]);
    });
  });

  it('give a HEAD request no body, whatever its answer says (RFC 9112 §6.3)', async () => {
    const asks = 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n';
    const next = withLength('', Buffer.from('x'));
    const both = Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n'), next]);
    const blocks = await follow(both, blocksOf, { asks: asks + request });
    expect(blocks.map((block) => block.slice(0, 12))).toEqual([
      'HEAD / HTTP/',
      'GET /a HTTP/',
      'HTTP/1.1 200',
      'HTTP/1.1 200',
      'x|body',
    ]);
  });

  it('have no body where their status says so, whatever their fields say (RFC 9112 §6.3)', async () => {
    for (const status of ['204 No Content', '304 Not Modified', '103 Early Hints']) {
      const head = `HTTP/1.1 ${status}\r\nContent-Length: 500\r\nContent-Encoding: gzip\r\n\r\n`;
      const both = Buffer.concat([Buffer.from(head), withLength('', Buffer.from('after'))]);
      const blocks = await follow(both, blocksOf, { asks: request + request });
      expect(blocks.slice(2), status).toEqual([
        `${head}|`,
        'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n|',
        'after|body',
      ]);
    }
  });

  it('leave what follows CONNECT and Upgrade as it was sent', async () => {
    const tunnel = 'HTTP/1.1 200 Connection established\r\nContent-Length: 3\r\n\r\n';
    const connect = 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n';
    const connected = await follow(Buffer.from(`${tunnel}\x16\x03\x01 hello`, 'latin1'), blocksOf, { asks: connect });
    expect(connected[0]).toBe(`${connect}|`);
    expect(connected[1]).toBe(`${tunnel}|`);
    expect(connected[2]?.split('|')[0]).toBe('\x16\x03\x01 hello');
    const switched = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
    const upgrade = 'GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
    const frames = await follow(Buffer.from(`${switched}\x81\x05hello`, 'latin1'), blocksOf, { asks: upgrade });
    expect(frames[0]).toBe(`${upgrade}|`);
    expect(frames[1]).toBe(`${switched}|`);
    expect(frames[2]?.split('|')[0]).toBe('\x81\x05hello');
  });

  it('keep answers to pipelined requests apart, empty bodies among them', async () => {
    const three = Buffer.concat([
      withLength('', Buffer.from('one')),
      withLength('', Buffer.from('')),
      answer('Transfer-Encoding: chunked\r\n', '3\r\ntwo\r\n0\r\n\r\n'),
    ]);
    const blocks = await follow(three, blocksOf, { asks: request.repeat(3), size: 7 });
    expect(blocks.map((block) => block.replace(/^(HTTP|GET)[^|]*/, '$1'))).toEqual([
      'GET|',
      'GET|',
      'GET|',
      'HTTP|',
      'one|body',
      'HTTP|',
      'HTTP|',
      expect.stringMatching(/^two\|body/),
    ]);
  });

  it('have a body to the end of the connection where nothing tells its length', async () => {
    const blocks = await follow(answer('Content-Encoding: gzip\r\n', gzipSync(text)), blocksOf);
    expect(blocks.at(-1)?.split('|')[0]).toBe(text);
  });

  it('end at line feeds alone, too (RFC 9112 §2.2)', async () => {
    const blocks = await follow(Buffer.from('HTTP/1.0 200 OK\nContent-Length: 2\n\nok'), blocksOf);
    expect(blocks.slice(1)).toEqual(['HTTP/1.0 200 OK\nContent-Length: 2\n\n|', 'ok|body']);
  });

  it('show every byte where lengths lie', async () => {
    const lies = [
      answer('Transfer-Encoding: chunked\r\n', 'zz\r\nabc'),
      answer('Transfer-Encoding: chunked\r\n', 'fffffffff\r\nabc'),
      answer('Content-Length: 99999999999999\r\n', 'abc'),
      answer('Content-Length: -1\r\n', 'abc'),
      answer('Content-Length: 2\r\n', 'abc'),
      answer('Transfer-Encoding: chunked\r\nContent-Encoding: br\r\n', '3\r\nabc\r\n'),
    ];
    for (const lie of lies) {
      const blocks = await follow(lie, blocksOf);
      expect(blocks.map((block) => block.split('|')[0]).join(''), lie.toString('latin1')).toContain('abc');
    }
  });

  /** Blocks by sender and first line of a connection that is written packet by packet. */
  const turnsOf = (packets: readonly WrittenPacket[]) =>
    withCapture([...handshake, ...packets], async (analysis) => {
      const content = await httpContent(analysis, 0, tcpAssembly(analysis, 0), unwatched());
      return blocksOf(content).map((block, i) => `${content.block(i).sender} ${block.replace(/\r\n[^|]*/, '')}`);
    });

  it('stand where they could be read: a body that waits for 100 (Continue) behind that', async () => {
    const head = 'POST /c HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n';
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
    const turns = await turnsOf([
      { from: 'client', at: 0, payload: head },
      { from: 'server', at: 0, payload: interim },
      { from: 'client', at: head.length, payload: 'hello' },
      { from: 'server', at: interim.length, payload: 'HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n' },
    ]);
    expect(turns).toEqual([
      'client POST /c HTTP/1.1|',
      'server HTTP/1.1 100 Continue|',
      'client hello|body',
      'server HTTP/1.1 201 Created|',
    ]);
  });

  it('keep the order of their stream where their packets arrive in another', async () => {
    const first = 'GET /first HTTP/1.1\r\nHost: a\r\n\r\n';
    const turns = await turnsOf([
      { from: 'client', at: first.length, payload: 'GET /second HTTP/1.1\r\nHost: a\r\n\r\n' },
      { from: 'client', at: 0, payload: first },
    ]);
    expect(turns).toEqual(['client GET /first HTTP/1.1|', 'client GET /second HTTP/1.1|']);
  });

  it('go on where an upgrade was refused (RFC 9110 §7.8)', async () => {
    const upgrade = 'GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
    const turns = await turnsOf([
      { from: 'client', at: 0, payload: upgrade },
      { from: 'server', at: 0, payload: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n' },
      { from: 'client', at: upgrade.length, payload: 'GET /2 HTTP/1.1\r\nHost: a\r\n\r\n' },
    ]);
    expect(turns.at(-1)).toBe('client GET /2 HTTP/1.1|');
  });

  it('say how much of them is not there', async () => {
    expect((await follow(answer('Content-Length: 5003\r\n', 'abc'), blocksOf)).at(-1)).toBe(
      'abc|body, breaks off, 5,000 bytes short',
    );
    expect((await follow(answer('Content-Length: 1\r\n', ''), blocksOf)).at(-1)).toMatch(/\|breaks off, 1 byte short$/);
    expect((await follow(answer('Transfer-Encoding: chunked\r\n', '3\r\nabc\r\n'), blocksOf)).at(-1)).toBe(
      'abc|body, chunked, breaks off before its last chunk',
    );
  });

  it('tell the pause since the last packet of the block before', async () => {
    await follow(withLength('', Buffer.from('x'.repeat(30))), (content) => {
      const last = content.block(content.blocks - 1);
      // Segments of eleven bytes: the body begins within one that brought the end of the head.
      expect(last.previousRow).toBe(last.row);
      const head = content.block(1);
      expect(last.previousRow).toBeGreaterThan(head.row);
    });
  });
});
