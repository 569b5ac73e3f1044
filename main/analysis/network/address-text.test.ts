import { describe, expect, it } from 'vitest';
import { hexBytes } from '../testing/dissect-bytes';
import { ethernetText, ipv4Text, ipv4TextAt, ipv6Text, parseEthernet, parseIpv4, parseIpv6 } from './address-text';

const canonical = (text: string): string | null => {
  const bytes = parseIpv6(text);
  return bytes === null ? null : ipv6Text(bytes);
};

describe('IPv4 as text', () => {
  it('writes the unsigned number', () => {
    expect(ipv4Text(0)).toBe('0.0.0.0');
    expect(ipv4Text(0xffffffff)).toBe('255.255.255.255');
    expect(ipv4Text(0xc0a80001)).toBe('192.168.0.1');
  });

  it('writes bytes at an offset', () => {
    expect(ipv4TextAt(hexBytes('ff 0a00c801 ff'), 1)).toBe('10.0.200.1');
  });

  it('reads what it writes', () => {
    for (const address of [0, 1, 0x7f000001, 0x80000000, 0xffffffff])
      expect(parseIpv4(ipv4Text(address))).toBe(address);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4 ',
    '1..2.3',
    'a.b.c.d',
    '-1.2.3.4',
    '1e1.0.0.0',
  ])('refuses %j', (text) => {
    expect(parseIpv4(text)).toBeNull();
  });
});

describe('IPv6 as text (RFC 5952)', () => {
  it.each([
    // §4.1: no leading zeros. §4.2.1: shortened as far as it goes.
    ['2001:0db8:0000:0000:0000:0000:0002:0001', '2001:db8::2:1'],
    // §4.2.2: one zero group is written out.
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    // §4.2.3: the longest run, and the first of equals.
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    // §4.3: lower case.
    ['2001:DB8::ABCD', '2001:db8::abcd'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['fe80:0:0:0:1:2:3:4', 'fe80::1:2:3:4'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    // §5: IPv4-mapped.
    ['::ffff:c000:0201', '::ffff:192.0.2.1'],
    ['::192.0.2.1', '::192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('writes %s as %s', (given, expected) => {
    expect(canonical(given)).toBe(expected);
  });

  it('reads at an offset', () => {
    expect(ipv6Text(hexBytes('ffff 20010db8000000000000000000000001'), 2)).toBe('2001:db8::1');
  });

  it.each([
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '::1.2.3',
    '::1.2.3.256',
    '1.2.3.4::',
    ':1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:',
    'fe80::1%eth0',
  ])('refuses %j', (text) => {
    expect(parseIpv6(text)).toBeNull();
  });
});

describe('Ethernet addresses as text', () => {
  const bytes = hexBytes('00 1b 44 11 3a b7');

  it('writes colons', () => {
    expect(ethernetText(bytes)).toBe('00:1b:44:11:3a:b7');
  });

  it.each(['00:1b:44:11:3a:b7', '00-1B-44-11-3A-B7', '001b.4411.3ab7', '0:1b:44:11:3a:b7'])('reads %s', (text) => {
    expect(parseEthernet(text)).toEqual(bytes);
  });

  it.each(['', '00:1b:44:11:3a', '00:1b:44:11:3a:b7:00', '00:1b-44:11:3a:b7', '001b44113ab7', 'zz:1b:44:11:3a:b7'])(
    'refuses %j',
    (text) => {
      expect(parseEthernet(text)).toBeNull();
    },
  );
});
