import { expect, test } from 'vitest';
import { grown } from './grown-array';

test('keeps the numbers and their kind, and makes room behind them', () => {
  expect(grown(new Uint16Array([1, 0xffff]))).toEqual(new Uint16Array([1, 0xffff, 0, 0]));
  expect(grown(new Float64Array([0.5]), 3)).toEqual(new Float64Array([0.5, 0, 0]));
});
