import { expect, test } from 'vitest';
import { Recording } from './testing/recording';

/** Seconds that judging may take: a hundred times what it does, so that only another order of growth fails. */
const patience = 10;

function secondsToJudge(recording: Recording): number {
  const began = Date.now();
  recording.verdicts();
  return (Date.now() - began) / 1000;
}

test('the same packet ten thousand times is judged once each', () => {
  const recording = new Recording().at(30).data(0).data(1);
  for (let i = 0; i < 10_000; i++) recording.at(31 + i / 1000).data(0, { identification: 102, sentAt: 30 });
  expect(secondsToJudge(recording)).toBeLessThan(patience);
  expect(new Set(Object.values(recording.verdicts()))).toEqual(new Set(['duplicate-packet']));
});

test('segments in descending order, none acknowledged, cost the logarithm of their number', () => {
  const recording = new Recording({ timestamps: false }).at(30).data(300_001);
  for (let i = 300_000; i > 0; i--) recording.at(31 + i / 1000).data(i);
  expect(secondsToJudge(recording)).toBeLessThan(patience);
});

test('resends that nobody acknowledges wait in bounded number', () => {
  const recording = new Recording().at(30).data(0).data(1);
  for (let i = 0; i < 50_000; i++)
    recording
      .at(300 + i)
      .data(0)
      .acknowledges(0, { sack: [[1 + i, 2 + i]] });
  expect(secondsToJudge(recording)).toBeLessThan(patience);
});

test('SACK blocks that make no sense change nothing', () => {
  const recording = new Recording().at(30).data(0).data(1);
  recording.at(50).acknowledges(2, { sack: [[9, 3]] });
  recording.acknowledges(2, {
    sack: [
      [0, 20_000_000],
      [5, 5],
    ],
  });
  recording.at(60).data(2).at(80).acknowledges(3);
  expect(recording.verdicts()).toEqual({});
});
