import { expect, test } from 'vitest';
import { TcpFlag, UnreadSegment } from '../transport/tcp-flags';
import { InitialNumbers } from './initial-numbers';

test('nothing is learned from a segment that cannot be read', () => {
  const numbers = new InitialNumbers();
  expect(numbers.learn(0, 900_000, 77, UnreadSegment.whole | UnreadSegment.ack)).toBe(false);
  numbers.learn(1, 5000, 1001, TcpFlag.ack);
  expect(numbers.values).toEqual([1000, 4999]);
});

test('a header too short still has its sequence number, which is a SYN’s or not', () => {
  const numbers = new InitialNumbers();
  numbers.learn(0, 7, 0, UnreadSegment.syn);
  numbers.learn(1, 50, 0, 0);
  expect(numbers.values).toEqual([7, 49]);
});
