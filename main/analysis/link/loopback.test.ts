import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';

const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
const ipv6 = `60000000 0008 11 40 ${'fe80000000000000 0000000000000001'} ${'ff02000000000000 0000000000000001'} 1388 1770 0008 0000`;

describe('BSD loopback', () => {
  it.each([
    ['little-endian', 0, '02000000'],
    ['big-endian', 0, '00000002'],
    ['LOOP, in network order', 108, '00000002'],
  ])('reads IPv4, %s', (_, link, family) => {
    const bytes = hexBytes(`${family} ${datagram}`);
    const dissection = dissectBytes(bytes, link);
    expect(firstValue(dissection, 'null.family')).toBe(2);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expect(summaryFacts(scanBytes(bytes, link)!)).toEqual(summaryFacts(dissection.summary));
  });

  it.each([10, 24, 28, 30])('takes family %i for IPv6 in either byte order', (family) => {
    const digits = family.toString(16).padStart(2, '0');
    for (const text of [`${digits}000000`, `000000${digits}`]) {
      const bytes = hexBytes(`${text} ${ipv6}`);
      expect(firstValue(dissectBytes(bytes, 0), 'ipv6.hlim')).toBe(64);
      expect(scanBytes(bytes, 0)).not.toBeNull();
    }
  });

  it('shows other families as data', () => {
    const dissection = dissectBytes(hexBytes('10000000 0102'), 0);
    expect(firstValue(dissection, 'null.family')).toBe(16);
    expect(valuesOf(dissection, 'data.data')).toEqual(['0102']);
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(hexBytes(`02000000 ${datagram}`), 0)).toBeGreaterThan(0);
  });
});

describe('raw IP', () => {
  it.each([12, 14, 101])('is told by its version under link type %i', (link) => {
    expect(firstValue(dissectBytes(hexBytes(datagram), link), 'ip.src')).toBe('10.0.0.1');
    expect(firstValue(dissectBytes(hexBytes(ipv6), link), 'ipv6.hlim')).toBe(64);
  });

  it('shows another version as data', () => {
    const dissection = dissectBytes(hexBytes('5000'), 101);
    expect(firstValue(dissection, 'frame.protocols')).toBe('raw:data');
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(hexBytes(datagram), 101)).toBeGreaterThan(0);
    expect(readEveryTruncation(hexBytes(ipv6), 101)).toBeGreaterThan(0);
  });
});
