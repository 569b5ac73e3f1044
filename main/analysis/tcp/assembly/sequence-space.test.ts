import { beforeEach, expect, test } from 'vitest';
import { compiled } from '../../../../scripts/assemble-follower.mjs';

interface SequenceSpace {
  addRange(left: number, right: number): number;
  coversRange(left: number, right: number): number;
  dropRangesBelow(position: number): void;
  highestRange(): number;
  appendSpan(left: number, right: number, row: number): void;
  insertSpan(left: number, right: number, row: number, reference: number): void;
  mergeSpans(left: number, right: number): void;
  seekSpan(position: number): number;
  nextSpan(): number;
  spanLeft(): number;
  spanRight(): number;
  spanFirst(): number;
  spanFloor(): number;
}

let program: WebAssembly.Module | null = null;
let space: SequenceSpace;

beforeEach(async () => {
  program ??= new WebAssembly.Module(await compiled('testing/sequence-space.ts'));
  space = new WebAssembly.Instance(program, {}).exports as unknown as SequenceSpace;
});

test('ranges merge, cover and are forgotten', () => {
  expect(space.addRange(10, 20)).toBe(1);
  expect(space.addRange(30, 40)).toBe(1);
  expect(space.addRange(12, 18)).toBe(0);
  expect(space.coversRange(10, 40)).toBe(0);
  expect(space.addRange(20, 30)).toBe(1);
  expect(space.coversRange(10, 40)).toBe(1);
  space.dropRangesBelow(40);
  expect(space.highestRange()).toBe(Number.NEGATIVE_INFINITY);
});

test('no more than 1,024 ranges are kept, and the rest is no news', () => {
  for (let i = 0; i < 1024; i++) expect(space.addRange(i * 20, i * 20 + 10)).toBe(1);
  expect(space.addRange(30_000, 30_010)).toBe(0);
  expect(space.highestRange()).toBe(1023 * 20 + 10);
  expect(space.addRange(0, 30_000)).toBe(1);
  expect(space.coversRange(0, 30_000)).toBe(1);
});

test('spans are found again however many there are and in whatever order they came', () => {
  space.appendSpan(1_000_000, 1_000_010, 1);
  for (let i = 0; i < 5_000; i++) {
    const left = ((i * 7_919) % 5_000) * 20;
    space.insertSpan(left, left + 10, i, 1);
  }
  for (let i = 0; i < 5_000; i++) {
    expect(space.seekSpan(i * 20)).toBe(1);
    expect([space.spanLeft(), space.spanRight()]).toEqual([i * 20, i * 20 + 10]);
    expect((space.spanFirst() * 7_919) % 5_000).toBe(i);
  }
  space.mergeSpans(0, 1_000);
  expect(space.seekSpan(500)).toBe(1);
  expect(space.spanLeft()).toBeLessThanOrEqual(500);
});

test('of very many spans the lowest are forgotten, and the others stay in order', () => {
  for (let i = 0; i < 200_000; i++) space.appendSpan(i * 20, i * 20 + 10, i);
  const floor = space.spanFloor();
  expect(floor).toBeGreaterThan(0);
  expect(space.seekSpan(0)).toBe(1);
  let last = space.spanLeft();
  let count = 1;
  for (; space.nextSpan() === 1; count++) {
    expect(space.spanLeft()).toBe(last + 20);
    last += 20;
  }
  expect(last).toBe(199_999 * 20);
  expect(count).toBe(200_000 - (floor - 10) / 20 - 1);
});
