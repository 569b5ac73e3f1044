import { expect, test } from 'vitest';
import { Recording } from './testing/recording';
import { VerdictPass } from './verdict-pass';

const verdictsNow = ({ store }: Recording) =>
  Array.from({ length: store.count }, (_, row) => store.get('verdict', row));
const finish = (pass: VerdictPass): void => {
  while (pass.slice(50));
};

test('what a growing capture brings later corrects an earlier verdict', () => {
  const recording = new Recording().at(30).data(0).at(250).data(0);
  const pass = new VerdictPass(recording.tracker);
  finish(pass);
  expect(verdictsNow(recording)).toEqual([0, 0, 0, 0, 1]);
  recording.at(270).acknowledges(1, { sack: [[0, 1]] });
  finish(pass);
  expect(verdictsNow(recording)).toEqual([0, 0, 0, 0, 2, 0]);
});

test('a clean connection is not judged at all', () => {
  const recording = new Recording();
  for (let i = 0; i < 20; i++) recording.at(30 + i).data(i);
  const pass = new VerdictPass(recording.tracker);
  recording.store.set('verdict', 5, 4);
  finish(pass);
  expect(verdictsNow(recording)[5]).toBe(4);
});

test('a long connection is judged in slices, and gets the same verdicts', () => {
  const recording = new Recording();
  for (let i = 0; i < 9000; i++) recording.at(30 + i).data(i);
  recording.at(9100).data(8999);
  const pass = new VerdictPass(recording.tracker);
  let slices = 0;
  while (pass.slice(0)) slices++;
  expect(slices).toBeGreaterThanOrEqual(2);
  expect(verdictsNow(recording).at(-1)).toBe(1);
  expect(verdictsNow(recording).filter((verdict) => verdict !== 0)).toHaveLength(1);
});
