import { describe, expect, it } from 'vitest';
import { hexBytes } from '../testing/dissect-bytes';
import { addsUp, addToSum, checksumFor, foldSum, pseudoHeaderSum } from './internet-checksum';

describe('the Internet checksum (RFC 1071)', () => {
  it('adds as the example of §3 does', () => {
    const bytes = hexBytes('00 01 f2 03 f4 f5 f6 f7');
    expect(addToSum(0, bytes, 0, 8)).toBe(0x2ddf0);
    expect(foldSum(0x2ddf0)).toBe(0xddf2);
  });

  it('takes an odd last byte as the high half of a word', () => {
    expect(addToSum(0, hexBytes('01 02 03'), 0, 3)).toBe(0x0102 + 0x0300);
  });

  it('accepts an IPv4 header with its checksum, and knows what it should be', () => {
    // Header and checksum 0xb861 from the worked example in common use.
    const header = hexBytes('4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7');
    const sum = addToSum(0, header, 0, 20);
    expect(addsUp(sum)).toBe(true);
    expect(checksumFor(sum, 0xb861)).toBe(0xb861);
  });

  it('finds one flipped bit, and still tells the right checksum', () => {
    const header = hexBytes('4500 0073 0000 4000 4011 b860 c0a8 0001 c0a8 00c7');
    const sum = addToSum(0, header, 0, 20);
    expect(addsUp(sum)).toBe(false);
    expect(checksumFor(sum, 0xb860)).toBe(0xb861);
  });

  it('folds sums above 32 bits', () => {
    expect(foldSum(0xffff * 0x20000)).toBe(0xffff);
  });

  it('verifies an ICMPv6 echo under its pseudo-header (RFC 8200 §8.1)', () => {
    // Taken from a ping of ::1; tshark calls the checksum good.
    const addresses = hexBytes('00000000000000000000000000000001 00000000000000000000000000000001');
    const message = hexBytes('8000 7ebb 0001 0000');
    const pseudo = pseudoHeaderSum(addresses, 0, 16, 16, 58, message.length);
    // 1 + 1 + 58 + 8 + 0x8000 + 0x7ebb + 1 = 0xff00; 0x00ff are missing to 0xffff.
    expect(foldSum(addToSum(pseudo, message, 0, 8))).toBe(0xff00);
    expect(checksumFor(addToSum(pseudo, message, 0, 8), 0x7ebb)).toBe(0x7fba);
  });

  it('counts lengths above 65,535 in the pseudo-header of a jumbogram', () => {
    expect(pseudoHeaderSum(new Uint8Array(32), 0, 16, 16, 17, 0x12345)).toBe(17 + 1 + 0x2345);
  });
});
