import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamDirection, StreamQuery } from '../../../../preload/contract/stream';
import { unwatched } from '../../jobs';
import { FollowedStream } from '../followed-stream';
import { handshake, type WrittenPacket, withCapture } from '../testing/segment-capture';
import { FoundMatches } from './found-matches';
import { needleOf } from './needle';

interface Sought {
  readonly direction?: StreamDirection;
  readonly encoding?: string;
  readonly transport?: 'tcp' | 'udp';
  readonly kind?: StreamQuery['kind'];
}

/** The places of all matches, each with its pieces as `position+length`. */
function placesOf(packets: readonly WrittenPacket[], text: string, sought: Sought = {}): Promise<string[]> {
  const { direction = 'both', encoding = 'utf-8', transport = 'tcp', kind = 'text' } = sought;
  const all = transport === 'tcp' ? [...handshake, ...packets] : packets;
  const use = async (analysis: ConstructorParameters<typeof FollowedStream>[0]) => {
    const { turns } = new FollowedStream(analysis, { transport, stream: 0 });
    const found = new FoundMatches(turns, direction, needleOf({ text, kind, matchCase: true }, encoding));
    await found.complete(unwatched());
    const places: string[] = [];
    let at = 0;
    for (let index = 0; index < found.count; index++) {
      const match = found.nearest(at, 'next');
      expect(match?.index).toBe(index);
      const spans = match?.spans ?? [];
      expect(found.nearest((spans[0]?.at ?? 0) + 1, 'previous')?.index).toBe(index);
      expect(found.within(0, turns.end)).toEqual(expect.arrayContaining([...spans]));
      places.push(spans.map((span) => `${span.at}+${span.length}`).join(' '));
      at = (spans[0]?.at ?? 0) + 1;
    }
    return places;
  };
  return withCapture(all, use, transport);
}

const dialog: readonly WrittenPacket[] = [
  { from: 'client', at: 0, payload: 'one nee' },
  { from: 'server', at: 0, payload: 'needle' },
  { from: 'client', at: 7, payload: 'd' },
  { from: 'server', at: 6, payload: 'nee' },
  { from: 'client', at: 8, payload: 'le needle' },
];

describe('what is found in a stream', () => {
  it('goes on over the turns of the other end, and stands where it begins', async () => {
    expect(await placesOf(dialog, 'needle')).toEqual(['4+3 13+1 17+2', '7+6', '20+6']);
    expect(await placesOf(dialog, 'needle', { direction: 'client' })).toEqual(['4+3 13+1 17+2', '20+6']);
    expect(await placesOf(dialog, 'needle', { direction: 'server' })).toEqual(['7+6']);
  });

  it('does not go on from datagram to datagram, nor over a gap', async () => {
    const cut = dialog.slice(0, 2);
    expect(await placesOf([...cut, { from: 'client', payload: 'dle' }], 'needle', { transport: 'udp' })).toEqual([
      '7+6',
    ]);
    expect(await placesOf([...cut, { from: 'client', at: 8, payload: 'dle' }], 'needle')).toEqual(['7+6']);
  });

  it('begins where a pair of bytes does in UTF-16', async () => {
    // U+0061 stands at 4 only; from 1 on there are the bytes 61 00 of two other characters.
    const payload = Buffer.from('\u6161\u0100a', 'utf16le');
    expect(await placesOf([{ from: 'client', at: 0, payload }], 'a', { encoding: 'utf-16le' })).toEqual(['4+2']);
    expect(await placesOf([{ from: 'client', at: 0, payload }], '61 00', { kind: 'hex' })).toEqual(['1+2', '4+2']);
  });

  it('can be longer than what is read at once', async () => {
    const text = 'ab'.repeat(200_000);
    const packets = Array.from({ length: 10 }, (_, i) => ({
      from: 'client' as const,
      at: i * 60_000,
      payload: 'ab'.repeat(30_000),
    }));
    expect(await placesOf(packets, text)).toEqual(['0+400000']);
    expect(await placesOf(packets.slice(0, 6), text)).toEqual([]);
  });

  it("is all that is in either end's bytes, wherever turns break them", async () => {
    const turn = fc.record({ from: fc.constantFrom('client', 'server'), payload: fc.stringMatching(/^[ab]{1,4}$/) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 1, maxLength: 12 }),
        fc.stringMatching(/^[ab]{1,4}$/),
        async (turns, text) => {
          const said = { client: '', server: '' };
          /** Position of each byte of an end. */
          const positions: Record<'client' | 'server', number[]> = { client: [], server: [] };
          let position = 0;
          const packets = turns.map(({ from, payload }) => {
            const at = said[from].length;
            said[from] += payload;
            for (const _ of payload) positions[from].push(position++);
            return { from, at, payload };
          });
          const expected = (['client', 'server'] as const).flatMap((end) => {
            const starts: number[] = [];
            for (let at = said[end].indexOf(text); at >= 0; at = said[end].indexOf(text, at + text.length))
              starts.push(at);
            return starts.map((at) => positions[end].slice(at, at + text.length));
          });
          const found = await placesOf(packets, text);
          const bytes = found.map((spans) =>
            spans.split(' ').flatMap((span) => {
              const [at, length] = span.split('+').map(Number) as [number, number];
              return Array.from({ length }, (_, i) => at + i);
            }),
          );
          expect(bytes).toEqual(expected.sort((one, other) => (one[0] as number) - (other[0] as number)));
        },
      ),
      { numRuns: 300 },
    );
  });
});
