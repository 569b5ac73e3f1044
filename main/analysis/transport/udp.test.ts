import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  LinkType,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';
import { ipv4Packet, textBytes, udpPacket } from './testing/ip-packets';

const raw = LinkType.ipv4;
const payload = textBytes('abcde');
const withLength = (length: number) => dissectBytes(udpPacket(payload, undefined, length), raw);

describe('the UDP header (RFC 768)', () => {
  const packet = udpPacket(payload);
  const dissection = dissectBytes(packet, raw);

  it.each([
    ['udp.srcport', 40_000],
    ['udp.dstport', 50_001],
    ['udp.length', 13],
    ['udp.checksum', 0x1234],
    ['udp.checksum.status', 2],
    ['udp.payload', '6162636465'],
    ['data.len', 5],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('fills the columns as the scan does', () => {
    expect(summaryFacts(scanBytes(packet, raw)!)).toEqual(summaryFacts(dissection.summary));
    expect(dissection.summary).toMatchObject({ payloadStart: 28, payloadLength: 5, hasPorts: true });
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(packet, raw)).toBeGreaterThan(30);
  });

  it('takes a checksum of 0 for none', () => {
    const without = udpPacket(payload);
    without.set([0, 0], 26);
    expect(firstValue(dissectBytes(without, raw, { verifyChecksums: true }), 'udp.checksum.status')).toBe(3);
  });

  it('takes it for a fault over IPv6 (RFC 8200 §8.1)', () => {
    const packet = hexBytes(
      `60000000 000c 11 40 ${'20010db8000000000000000000000001'.repeat(2)} 9c40 c351 000c 0000 61626364`,
    );
    expect(firstValue(dissectBytes(packet, LinkType.ipv6), 'udp.checksum.status')).toBe(4);
  });
});

describe('a UDP length that lies', () => {
  it.each([0, 1, 7])('of %i stops at the length', (length) => {
    const dissection = withLength(length);
    expect(firstValue(dissection, 'udp.length')).toBe(length);
    expect(firstValue(dissection, 'udp.checksum')).toBeUndefined();
    expect(dissection.faults).toHaveLength(1);
    expect(scanBytes(udpPacket(payload, undefined, length), raw)).toBeNull();
  });

  it('shorter than what IP carries ends the payload there', () => {
    const dissection = withLength(10);
    expect(firstValue(dissection, 'udp.payload')).toBe('6162');
    expect(dissection.summary.payloadLength).toBe(2);
    expect(dissection.faults).toEqual([]);
  });

  it('longer than what IP carries leaves what is there', () => {
    const dissection = withLength(20);
    expect(firstValue(dissection, 'udp.payload')).toBe('6162636465');
    expect(dissection.faults).toMatchObject([{ protocol: 'udp', kind: 'malformed' }]);
  });
});

describe('UDP-Lite (RFC 3828)', () => {
  const lite = (coverage: number) => {
    const packet = ipv4Packet(136, udpPacket(payload, undefined, coverage).slice(20));
    return dissectBytes(packet, raw);
  };

  it('takes its length from IP and its coverage from the header', () => {
    const dissection = lite(10);
    expect(valuesOf(dissection, 'udp.length')).toEqual([13]);
    expect(valuesOf(dissection, 'udp.checksum_coverage')).toEqual([10]);
    expect(firstValue(dissection, 'udp.payload')).toBe('6162636465');
  });

  it.each([7, 20])('says so of a coverage of %i', (coverage) => {
    expect(lite(coverage).info).toContain(`coverage ${coverage}`);
  });
});
