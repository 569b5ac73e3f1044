import { expect, it } from 'vitest';
import { CUSTOM_BLOCK_LINK_TYPE, plainInterface } from '../files/capture-interface';
import { InterfaceNumbers } from './interface-numbers';

it('counts the interfaces of each section anew, and leaves out what stands for blocks', () => {
  const interfaces = [plainInterface(0, 0, 1), plainInterface(1, 0, CUSTOM_BLOCK_LINK_TYPE), plainInterface(2, 0, 113)];
  const numbers = new InterfaceNumbers(() => interfaces);
  expect([0, 1, 2, 3].map((index) => numbers.of(index))).toEqual([0, -1, 1, -1]);
  interfaces.push(plainInterface(3, 1, 1), plainInterface(4, 1, 1));
  expect([4, 3, 0].map((index) => numbers.of(index))).toEqual([1, 0, 0]);
});
