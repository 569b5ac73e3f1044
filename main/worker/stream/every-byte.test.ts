import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamSender, StreamShape } from '../../../preload/contract/stream';
import { Jobs } from '../jobs';
import { StreamBytes } from '../stream-bytes';
import { FollowedStream } from './followed-stream';
import { streamAnswers } from './stream-answers';
import { handshake, type WrittenPacket, withCapture } from './testing/segment-capture';

interface Arrival {
  readonly from: StreamSender;
  readonly at: number;
  readonly payload: Uint8Array;
  readonly captured: number;
}

/** Segments anywhere near one another, of few different bytes: overlapping, repeated, conflicting, cut, with gaps between. */
const arrivals = fc.array(
  fc
    .record({
      from: fc.constantFrom<StreamSender>('client', 'server'),
      at: fc.integer({ min: 0, max: 60 }),
      payload: fc.uint8Array({ min: 0x61, max: 0x63, minLength: 1, maxLength: 20 }),
      cut: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) }),
    })
    .map(({ cut, ...segment }): Arrival => ({ ...segment, captured: Math.max(0, segment.payload.length - cut) })),
  { minLength: 1, maxLength: 24 },
);

interface ExpectedByte {
  readonly sender: StreamSender;
  readonly offset: number;
  /** The packet that brought it first. */
  readonly packet: number;
  /** Null where it was not captured. */
  readonly byte: number | null;
  /** Packets that brought it again. */
  readonly again: readonly number[];
  /** When it could be read: all before it had come. */
  readonly ready: number;
}

/** What each byte of both streams is, worked out byte by byte from the packets. Frames 1 and 2 are the handshake. */
function expectedBytes(segments: readonly Arrival[]): ExpectedByte[] {
  const all: ExpectedByte[] = [];
  for (const sender of ['client', 'server'] as const) {
    const own = segments.map((segment, i) => ({ ...segment, packet: i + 3 })).filter(({ from }) => from === sender);
    const end = Math.max(0, ...own.map(({ at, payload }) => at + payload.length));
    let ready = 0;
    const waiting: ExpectedByte[] = [];
    for (let offset = 0; offset < end; offset++) {
      const bringers = own.filter(({ at, payload }) => offset >= at && offset < at + payload.length);
      const [first, ...again] = bringers;
      if (first === undefined) {
        // A gap is known of once something behind it is there.
        waiting.push({ sender, offset, packet: -1, byte: null, again: [], ready: 0 });
        continue;
      }
      ready = Math.max(ready, first.packet);
      all.push(...waiting.splice(0).map((gap) => ({ ...gap, ready })));
      const within = offset - first.at;
      const byte = within < first.captured ? (first.payload[within] as number) : null;
      all.push({ sender, offset, packet: first.packet, byte, again: again.map(({ packet }) => packet), ready });
    }
  }
  return all
    .map((each, i) => ({ each, i }))
    .sort((one, other) => one.each.ready - other.each.ready || one.i - other.i)
    .map(({ each }) => each);
}

const packetsOf = (segments: readonly Arrival[]): WrittenPacket[] => [...handshake, ...segments];

const shapeOf = (format: StreamShape['format']): StreamShape => ({
  transport: 'tcp',
  stream: 0,
  view: 'bytes',
  direction: 'both',
  format,
  encoding: 'utf-8',
  columns: 20,
});

describe('every byte of a followed stream', () => {
  it('is the byte that came first, and is traced to the packet that brought it', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (segments) => {
        const expected = expectedBytes(segments);
        await withCapture(packetsOf(segments), (analysis) => {
          const { turns } = new FollowedStream(analysis, { transport: 'tcp', stream: 0 });
          expect(turns.end).toBe(expected.length);
          expected.forEach(({ sender, byte, packet }, position) => {
            expect(turns.block(turns.blockAt(position)).sender).toBe(sender);
            expect(turns.isMissing(position)).toBe(byte === null);
            if (byte === null) return;
            expect([...turns.read(position, position + 1)]).toEqual([byte]);
            expect(turns.pieces(position, position + 1)).toEqual([{ at: position, length: 1, packet }]);
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  it('is marked where packets brought it again, the same or another', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (segments) => {
        const whole = segments.map((segment) => ({ ...segment, captured: segment.payload.length }));
        const expected = expectedBytes(whole);
        await withCapture(packetsOf(whole), (analysis) => {
          const { turns } = new FollowedStream(analysis, { transport: 'tcp', stream: 0 });
          expected.forEach(({ byte, again }, position) => {
            const marks = byte === null ? [] : turns.marks(position, position + 1);
            // A probe's byte is none (the tracker tells which segments are probes).
            const isProbe = (packet: number): boolean => (analysis.store.get('analysis', packet - 1) & 0x1100) !== 0;
            const told = again.filter((packet) => !isProbe(packet));
            expect(marks.map(({ packet }) => packet).sort((a, b) => a - b)).toEqual(told);
            for (const mark of marks) {
              const segment = whole[mark.packet - 3] as Arrival;
              const other = segment.payload[(expected[position] as ExpectedByte).offset - segment.at];
              if (other !== byte) expect(mark.kind).toBe('conflicting');
            }
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  it('is found by its packet: those it brought first, and those it brought again', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (segments) => {
        const expected = expectedBytes(segments);
        await withCapture(packetsOf(segments), (analysis) => {
          const { turns } = new FollowedStream(analysis, { transport: 'tcp', stream: 0 });
          segments.forEach((segment, i) => {
            const packet = i + 3;
            const spans = turns.locate(packet - 1) ?? [];
            const found = spans
              .flatMap(({ at, length }) => Array.from({ length }, (_, k) => at + k))
              .sort((a, b) => a - b);
            const isHere = (position: number) => expected[position]?.byte !== null;
            if (segment.captured === 0) {
              expect(found).toEqual([]);
              return;
            }
            const positions = [...expected.entries()].filter(([, { byte }]) => byte !== null);
            const own = positions.filter(([, each]) => each.packet === packet);
            const again = positions.filter(([, each]) => each.again.includes(packet));
            const both = [...own, ...again].map(([position]) => position).sort((a, b) => a - b);
            // What a segment of which not all was captured brought again, is known by its length.
            if (segment.captured === segment.payload.length) expect(found.filter(isHere)).toEqual(both);
            else for (const [position] of own) expect(found).toContain(position);
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  it('is what `follow` prints, in each direction and in both', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (segments) => {
        await withCapture(packetsOf(segments), (analysis) => {
          const { turns } = new FollowedStream(analysis, { transport: 'tcp', stream: 0 });
          const printed = [...new StreamBytes(analysis, 0).inOrder()];
          const joined = Buffer.concat(printed.flatMap(({ bytes }) => (bytes === null ? [] : [bytes])));
          const shown: number[] = [];
          for (let at = 0; at < turns.end; at = turns.runEnd(at, turns.end)) {
            if (!turns.isMissing(at)) shown.push(...turns.read(at, turns.runEnd(at, turns.end)));
          }
          expect(shown).toEqual([...joined]);
          expect(turns.end).toBe(printed.reduce((sum, { length }) => sum + length, 0));
        });
      }),
      { numRuns: 100 },
    );
  });

  it('is on exactly one line of every format, in its place', async () => {
    const formats = ['text', 'hex', 'json', 'c-array', 'raw'] as const;
    await fc.assert(
      fc.asyncProperty(arrivals, fc.constantFrom(...formats), async (segments, format) => {
        const expected = expectedBytes(segments);
        await withCapture(packetsOf(segments), async (analysis) => {
          const answers = streamAnswers(() => analysis, new Jobs(() => {}));
          const page = await answers['stream.lines'](shapeOf(format), 0, 2000, null);
          const seen = page.lines.flatMap(({ kind, at, length, from, to }): (readonly [number, number | null])[] => {
            if (kind === 'gap') return Array.from({ length }, (_, i) => [at + i, null] as const);
            return Array.from(page.bytes.subarray(from, to), (byte, i) => [at + i, byte] as const);
          });
          expect(page.extent).toEqual({ lines: page.lines.length, complete: true });
          expect(seen).toEqual(expected.map(({ byte }, position) => [position, byte]));
          for (const [position] of seen) {
            const line = await answers['stream.lineOf'](shapeOf(format), position);
            const { at, length } = page.lines[line] as (typeof page.lines)[number];
            expect(position >= at && position < at + length).toBe(true);
          }
        });
      }),
      { numRuns: 100 },
    );
  });
});
