import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes } from '../testing/dissect-bytes';

describe('the frame', () => {
  const dissection = dissectBytes(hexBytes('45'), 101, { number: 7, originalLength: 60 });

  it.each([
    ['frame.number', 7],
    ['frame.len', 60],
    ['frame.cap_len', 1],
    ['frame.time_epoch', 1_700_000_000_000_000_000n],
    ['frame.time_relative', 0n],
    ['frame.link_type', 101],
    ['frame.encap_type', 7],
    ['frame.protocols', 'raw:ip'],
    ['frame.ignored', false],
  ])('has %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });
});
