import { expect, test } from 'vitest';
import { withSearch } from './find-history';

test('what is looked for comes first, once, with its spaces', () => {
  expect(withSearch(['b', 'a'], 'a')).toEqual(['a', 'b']);
  expect(withSearch(['a'], ' a')).toEqual([' a', 'a']);
});

test('what stands first already changes nothing', () => {
  const history = ['a', 'b'];
  expect(withSearch(history, 'a')).toBe(history);
});

test('only the last fifty are kept', () => {
  let history: readonly string[] = [];
  for (let i = 0; i < 60; i++) history = withSearch(history, String(i));
  expect([history.length, history[0], history.at(-1)]).toEqual([50, '59', '10']);
});
