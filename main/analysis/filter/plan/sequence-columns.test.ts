import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../store/chunk';
import { Conversation } from '../../tcp/testing/conversation';
import { RelativeNumbers } from './sequence-columns';

/** The numbers of every row, asked for one by one and all at once. */
function bothWays({ store, tracker }: Conversation): { single: number[][]; together: number[][] } {
  const chunk = store.chunks[0] as Chunk;
  const rows = Array.from({ length: store.count }, (_, row) => row);
  const numbers = () => new RelativeNumbers(store, tracker.tcp.records);
  const at = (of: RelativeNumbers, from: number, to: number, row: number) =>
    (['sequence', 'acknowledgment'] as const).map(
      (which) => of.of({ chunk, firstRow: 0, from, to }, which)[row] as number,
    );
  const one = numbers();
  const all = numbers();
  return {
    single: rows.map((row) => at(one, row, row + 1, row)),
    together: rows.map((row) => at(all, 0, store.count, row)),
  };
}

describe('relative numbers', () => {
  it('are the same for a row by itself as for all rows at once', () => {
    const conversation = new Conversation().opens();
    for (let i = 0; i < 20; i++) conversation.client('A', { length: 10 }).server('A');
    const { single, together } = bothWays(conversation);
    expect(single).toEqual(together);
    expect(single.slice(0, 4)).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(single.at(-1)).toEqual([1, 201]);
  });

  it('count from the number that held then, where a SYN,ACK comes with another one', () => {
    const conversation = new Conversation().opens().server('SA', { sequence: 5000 });
    for (let i = 0; i < 20; i++) conversation.client('A', { length: 10 });
    const { single, together } = bothWays(conversation);
    expect(single).toEqual(together);
    expect(single[1]).toEqual([0, 1]);
    expect(single[3]).toEqual([0, 1]);
  });
});
