import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectionStream } from './direction-stream';

type Arrival = readonly [offset: number, length: number];

/** Which packet each byte comes from, worked out byte by byte: the first to arrive wins. */
function byteByByte(arrivals: readonly Arrival[]): number[] {
  const owner: number[] = [];
  arrivals.forEach(([offset, length], row) => {
    for (let at = Math.max(0, offset); at < offset + length; at++) owner[at] ??= row;
  });
  return Array.from(owner, (row) => row ?? -1);
}

function ofPieces({ pieces, end }: DirectionStream): number[] {
  const owner = new Array<number>(end).fill(-1);
  for (let i = 0; i < pieces.count; i++) owner.fill(pieces.row(i), pieces.offset(i), pieces.end(i));
  return owner;
}

function streamOf(arrivals: readonly Arrival[]): DirectionStream {
  const stream = new DirectionStream();
  arrivals.forEach(([offset, length], row) => {
    stream.add(offset, length, row);
  });
  return stream;
}

const arrivals = fc.array(fc.tuple(fc.integer({ min: -20, max: 120 }), fc.integer({ min: 0, max: 40 })), {
  maxLength: 60,
});

describe('DirectionStream', () => {
  it('gives each byte to the first packet that brought it, whatever overlaps', () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        expect(ofPieces(streamOf(list))).toEqual(byteByByte(list));
      }),
      { numRuns: 2000 },
    );
  });

  it('points at the right bytes of each packet', () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const { pieces } = streamOf(list);
        for (let i = 0; i < pieces.count; i++) {
          const [offset] = list[pieces.row(i)] as Arrival;
          expect(pieces.skip(i)).toBe(pieces.offset(i) - offset);
        }
      }),
    );
  });

  it('keeps pieces in the order of the stream, without overlaps', () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const { pieces } = streamOf(list);
        for (let i = 1; i < pieces.count; i++) expect(pieces.offset(i)).toBeGreaterThanOrEqual(pieces.end(i - 1));
      }),
    );
  });

  it('tells the gaps', () => {
    const stream = streamOf([
      [0, 10],
      [15, 5],
      [12, 3],
    ]);
    expect(stream.gaps).toEqual([{ offset: 10, length: 2 }]);
  });

  it('tells which bytes came again', () => {
    const stream = streamOf([
      [0, 10],
      [10, 10],
      [5, 10],
    ]);
    expect(stream.overlaps).toEqual([
      { row: 2, offset: 5, length: 5 },
      { row: 2, offset: 10, length: 5 },
    ]);
  });

  it('stays quick where a hundred thousand segments overlap in reverse order', () => {
    const stream = new DirectionStream();
    stream.add(1_000_000, 10, 0);
    for (let row = 1; row <= 100_000; row++) stream.add(1_000_000 - row * 5, 8, row);
    expect(stream.pieces.count).toBeGreaterThan(100_000);
  });
});
