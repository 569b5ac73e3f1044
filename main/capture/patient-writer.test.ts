import { expect, it } from 'vitest';
import { PatientWriter } from './patient-writer';

it('writes in order what a pipe does not take at once, and needs the bytes no longer than the call', async () => {
  const taken: number[] = [];
  let room = 0;
  const writer = new PatientWriter((bytes, start) => {
    const count = Math.min(room, bytes.length - start);
    taken.push(...bytes.subarray(start, start + count));
    room -= count;
    return count;
  });
  const expected: number[] = [];
  const bytes = Buffer.alloc(10);
  for (let at = 0; at < 100; at++) {
    bytes.fill(at);
    expected.push(...bytes);
    room = at % 3 === 0 ? at % 17 : 0;
    writer.write(bytes);
  }
  expect(taken.length).toBeLessThan(expected.length);
  expect(taken).toEqual(expected.slice(0, taken.length));
  room = 100_000;
  // Without another write the rest follows by itself.
  await expect.poll(() => taken.length).toBe(expected.length);
  expect(taken).toEqual(expected);
});
