import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamFormat, StreamShape } from '../../../preload/contract/stream';
import { unwatched } from '../jobs';
import { FollowedStream } from './followed-stream';
import { handshake, type WrittenPacket, withCapture } from './testing/segment-capture';

const shapeOf = (format: StreamFormat, encoding = 'utf-8', columns = 20): StreamShape => ({
  transport: 'tcp',
  stream: 0,
  view: 'bytes',
  direction: 'both',
  format,
  encoding,
  columns,
});

const sent = (payload: string | Uint8Array, at = 0): WrittenPacket => ({ from: 'client', at, payload });

/** The lines of what a client sent, the heading left out; moved in by spaces. */
async function linesOf(payload: string | Uint8Array, shape: StreamShape): Promise<string[]> {
  return withCapture([...handshake, sent(payload)], async (analysis) => {
    const followed = new FollowedStream(analysis, shape);
    const index = await followed.index(shape);
    const lines = await index.lines(0, 10_000, unwatched());
    const decoder = new TextDecoder(shape.encoding);
    return lines
      .filter(({ kind }) => kind !== 'turn')
      .map(({ kind, from, to, indent, text }) =>
        kind === 'data' ? ' '.repeat(indent) + decoder.decode(followed.turns.read(from, to)) : text,
      );
  });
}

describe('lines of text', () => {
  it('end at a line feed, with or without a carriage return', async () => {
    expect(await linesOf('one\ntwo\r\n\r\nfour', shapeOf('text'))).toEqual(['one', 'two', '', 'four']);
  });

  it('are broken where they are too wide, and a line as wide as the window is one line', async () => {
    const wide = 'x'.repeat(20);
    expect(await linesOf(`${wide}\r\n${wide}yy\n`, shapeOf('text'))).toEqual([wide, wide, 'yy']);
  });

  it('are never broken within a character', async () => {
    const words: readonly [string, Uint8Array | string][] = [
      ['utf-8', 'é€𝄞語'.repeat(30)],
      ['utf-16le', Uint8Array.from([0x34, 0xd8, 0x1e, 0xdd, 0x0a, 0x0a, 0x41, 0x00].concat(Array(80).fill(0x42)))],
      ['shift_jis', Uint8Array.from(Array(60).fill([0x93, 0xfa]).flat())],
      ['gb18030', Uint8Array.from(Array(40).fill([0x81, 0x30, 0x81, 0x30]).flat())],
    ];
    for (const [encoding, payload] of words) {
      const lines = await linesOf(payload, shapeOf('text', encoding));
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.join('')).not.toContain('\ufffd');
    }
  });

  it('of UTF-16 end at its line feed and not at a byte of ten', async () => {
    const text = Uint8Array.from([0x41, 0x00, 0x0a, 0x0a, 0x0d, 0x00, 0x0a, 0x00, 0x42, 0x00]);
    expect(await linesOf(text, shapeOf('text', 'utf-16le'))).toEqual(['A\u0a0a', 'B']);
  });
});

describe('lines of JSON', () => {
  it('are a member each, moved in by their depth, with not a byte changed', async () => {
    const text = '{"a":1, "b":[true,null,{}],"c":{"d":"x, [y]"},"e":[]}';
    expect(await linesOf(text, shapeOf('json', 'utf-8', 60))).toEqual([
      '{',
      ' "a":1,',
      ' "b":[',
      '  true,',
      '  null,',
      '  {}',
      ' ],',
      ' "c":{',
      '  "d":"x, [y]"',
      ' },',
      ' "e":[]',
      '}',
    ]);
  });

  it('are text around it: the head of a message, one value after another, a log line in brackets', async () => {
    const text = 'POST / HTTP/1.1\r\n\r\n{"a":"\\""}\n[1,2]\n[info] x, y\n';
    expect(await linesOf(text, shapeOf('json', 'utf-8', 60))).toEqual([
      'POST / HTTP/1.1',
      '',
      '{',
      ' "a":"\\""',
      '}',
      '[',
      ' 1,',
      ' 2',
      ']',
      '[info] x, y',
    ]);
  });

  it('go on where JSON is broken off', async () => {
    expect((await linesOf('{"a":[[[{', shapeOf('json'))).join('').replaceAll(' ', '')).toBe('{"a":[[[{');
  });
});

describe('the lines of a stream', () => {
  const payloads = fc.array(
    fc.tuple(
      fc.constantFrom<'client' | 'server'>('client', 'server'),
      fc.oneof(
        fc.uint8Array({ maxLength: 90 }),
        fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)),
      ),
    ),
    { maxLength: 30 },
  );

  /** Each sender's payloads one behind the other. */
  function packetsOf(list: readonly (readonly ['client' | 'server', Uint8Array])[]): WrittenPacket[] {
    const next = { client: 0, server: 0 };
    return [
      ...handshake,
      ...list.map(([from, payload]) => {
        const at = next[from];
        next[from] += payload.length;
        return { from, at, payload };
      }),
    ];
  }

  const shapes = fc
    .tuple(
      fc.constantFrom<StreamFormat>('text', 'json', 'hex', 'c-array', 'raw'),
      fc.constantFrom('utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'shift_jis', 'gb18030'),
      fc.constantFrom<StreamShape['direction']>('both', 'client', 'server'),
    )
    .map(([format, encoding, direction]) => ({ ...shapeOf(format, encoding), direction }));

  it('have every byte once, and are the same from wherever they are read', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, shapes, fc.nat(200), async (list, shape, start) => {
        await withCapture(packetsOf(list), async (analysis) => {
          const index = await new FollowedStream(analysis, shape).index(shape);
          const all = await index.lines(0, 10_000, unwatched());
          let at = -1;
          let bytes = 0;
          for (const line of all) {
            expect(line.start).toBeGreaterThanOrEqual(at);
            expect(line.start).toBeLessThanOrEqual(line.from);
            expect(line.to).toBeLessThanOrEqual(line.end);
            at = line.end;
            bytes += line.end - line.start;
          }
          const shown = list.filter(([from]) => shape.direction === 'both' || from === shape.direction);
          expect(bytes).toBe(shown.reduce((sum, [, payload]) => sum + payload.length, 0));
          expect(await index.lines(start, 5, unwatched())).toEqual(all.slice(start, start + 5));
          expect(index.extent).toEqual({ lines: all.length, complete: true });
        });
      }),
      { numRuns: 150 },
    );
  });

  it('are those of the grown stream when packets are added', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, shapes, fc.nat(30), async (list, shape, count) => {
        const packets = packetsOf(list);
        const lines = async (of: readonly WrittenPacket[]) =>
          withCapture(of, async (analysis) =>
            (await (await new FollowedStream(analysis, shape).index(shape)).lines(0, 10_000, unwatched())).map(
              ({ start, end, kind }) => [start, end, kind],
            ),
          );
        const whole = await lines(packets);
        await withCapture(packets.slice(0, 2 + count), async (analysis, path) => {
          const followed = new FollowedStream(analysis, shape);
          await (await followed.index(shape)).lines(0, 10_000, unwatched());
          const { appendFileSync } = await import('node:fs');
          const { captureBytes } = await import('./testing/segment-capture');
          const [before, after] = [captureBytes(packets.slice(0, 2 + count)), captureBytes(packets)];
          appendFileSync(path, after.subarray(before.length));
          analysis.file.refresh();
          await analysis.load();
          await followed.refresh();
          const grown = await (await followed.index(shape)).lines(0, 10_000, unwatched());
          expect(grown.map(({ start, end, kind }) => [start, end, kind])).toEqual(whole);
        });
      }),
      { numRuns: 60 },
    );
  });
});
