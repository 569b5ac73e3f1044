import { describe, expect, it } from 'vitest';
import { canGo, EMPTY_HISTORY, go, visit, walk } from './packet-history';

const visited = (...numbers: number[]) => numbers.reduce(visit, EMPTY_HISTORY);

describe('packet history', () => {
  it('goes back and forth', () => {
    const back = go(go(visited(1, 7, 12), -1), -1);
    expect(back.visited[back.at]).toBe(1);
    expect(canGo(back, -1)).toBe(false);
    expect(go(back, -1)).toBe(back);
    const forth = go(back, 1);
    expect(forth.visited[forth.at]).toBe(7);
  });

  it('forgets what lay ahead after a jump', () => {
    const jumped = visit(go(visited(1, 7, 12), -1), 99);
    expect(jumped.visited).toEqual([1, 7, 99]);
    expect(canGo(jumped, 1)).toBe(false);
  });

  it('does not fill up with single steps', () => {
    expect([2, 3, 4].reduce(walk, visited(1, 50)).visited).toEqual([1, 4]);
    expect(walk(EMPTY_HISTORY, 5).visited).toEqual([5]);
  });

  it('keeps the last two hundred', () => {
    const many = visited(...Array.from({ length: 300 }, (_, index) => index + 1));
    expect(many.visited).toHaveLength(200);
    expect(many.visited.at(-1)).toBe(300);
    expect(many.at).toBe(199);
  });
});
