import { describe, expect, it } from 'vitest';
import { PacketSummary } from '../packet-summary';
import { Chunk } from './chunk';
import { PacketStore } from './packet-store';
import { chunkRows } from './schema';

const summary = new PacketSummary();

function append(store: PacketStore, capturedLength: number): number {
  const facts = { fileOffset: 0, seconds: 0, nanoseconds: 0, hasTime: true, originalLength: 0, interface: 0 };
  return store.append({ ...facts, capturedLength }, summary, false);
}

describe('the packet store', () => {
  it('keeps rows of one chunk and the next', () => {
    const store = new PacketStore();
    for (let row = 0; row < chunkRows + 2; row++) expect(append(store, row + 1)).toBe(row);
    expect(store.chunks.length).toBe(2);
    for (const row of [0, 1, 255, 256, chunkRows - 1, chunkRows, chunkRows + 1]) {
      expect(store.get('capturedLength', row)).toBe(row + 1);
    }
  });

  it('goes on behind rows that another store has put into the first chunk', () => {
    const other = new PacketStore();
    for (const length of [60, 61, 62]) append(other, length);
    const store = new PacketStore(new Chunk((other.chunks[0] as Chunk).memory));
    store.adopt(3, []);
    append(store, 63);
    expect([0, 1, 2, 3].map((row) => store.get('capturedLength', row))).toEqual([60, 61, 62, 63]);
  });
});
