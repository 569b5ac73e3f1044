import { describe, expect, test } from 'vitest';
import { FilterError } from '../filter/filter-error';
import { encodings, readHex } from './written-bytes';

describe('hexadecimal values', () => {
  test.each(['16 03 01', '16:03:01', '16-03-01', '160301', '0x160301', ' 16 0301 ', '16,03.01'])('%s', (text) => {
    expect([...readHex(text)]).toEqual([0x16, 0x03, 0x01]);
  });

  test.each([
    ['16 3', 3, 4, '03 for 3'],
    ['16 g0', 3, 4, 'no hexadecimal digit'],
    ['16 0g', 3, 4, '00 for 0'],
    ['16 \u{1f600}', 3, 5, 'no hexadecimal digit'],
    ['0x', 0, 2, 'as 16 03 01'],
    ['  ', 0, 2, 'as 16 03 01'],
  ])('%s is refused with its place', (text, start, end, says) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ start, end });
    expect(fault.message).toContain(says);
  });
});

function faultOf(text: string): FilterError {
  try {
    readHex(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
  }
  throw new Error(`${text} is accepted`);
}

test('a text stands in bytes as UTF-8 and as UTF-16 of both orders', () => {
  const [utf8, littleEndian, bigEndian] = encodings('aé', 'any').map((bytes) => [...bytes]);
  expect(utf8).toEqual([0x61, 0xc3, 0xa9]);
  expect(littleEndian).toEqual([0x61, 0, 0xe9, 0]);
  expect(bigEndian).toEqual([0, 0x61, 0, 0xe9]);
  expect(encodings('a', 'narrow')).toHaveLength(1);
  expect(encodings('a', 'wide').map((bytes) => bytes.length)).toEqual([2, 2]);
});
