import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  nodesOf,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';

const ethernet = '0200c0ffee01 0200c0ffee02';
const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
const zeros = (count: number) => '00'.repeat(count);

describe('802.1Q tags', () => {
  const frame = hexBytes(`${ethernet} 8100 b00c 0800 ${datagram}`);

  it.each([
    ['vlan.priority', 5],
    ['vlan.dei', true],
    ['vlan.id', 12],
    ['vlan.etype', 0x0800],
    ['ip.src', '10.0.0.1'],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissectBytes(frame), name)).toBe(value);
  });

  it('may be two, the outer one first', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} 8100 0064 8100 00c8 0800 ${datagram}`));
    expect(valuesOf(dissection, 'vlan.id')).toEqual([100, 200]);
    expect(firstValue(dissection, 'frame.protocols')).toMatch(/^eth:ethertype:vlan:ethertype:vlan:ethertype:ip:udp/);
  });

  it.each(['8100 0064 0800', '9100 0064 8100 00c8 0800', '88a8 0064 8100 00c8 0800'])(
    'are read alike by the scan: %s',
    (tags) => {
      const bytes = hexBytes(`${ethernet} ${tags} ${datagram}`);
      expect(summaryFacts(scanBytes(bytes)!)).toEqual(summaryFacts(dissectBytes(bytes).summary));
    },
  );

  it('may hold a length, with LLC behind', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} 8100 0064 0004 f0f0 03 01 0000`));
    expect(firstValue(dissection, 'vlan.len')).toBe(4);
    expect(firstValue(dissection, 'llc.dsap')).toBe(0xf0);
    expect(valuesOf(dissection, 'vlan.trailer')).toEqual(['0000']);
  });

  it('own the padding and the trailer of what they carry', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} 8100 0064 0800 ${datagram} ${zeros(14)} 01020304`));
    expect(valuesOf(dissection, 'eth.padding')).toEqual([zeros(14)]);
    expect(valuesOf(dissection, 'vlan.trailer')).toEqual(['01020304']);
    expect(nodesOf(dissection, 'eth.trailer')).toEqual([]);
  });

  it('count towards the 60 bytes that padding fills, both of them', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} 8100 0064 8100 00c8 0800 ${datagram} ${zeros(12)}`));
    expect(valuesOf(dissection, 'eth.padding')).toEqual([zeros(10)]);
    expect(valuesOf(dissection, 'vlan.trailer')).toEqual([zeros(2)]);
  });

  it('survive every cut', () => {
    expect(readEveryTruncation(frame)).toBeGreaterThan(0);
  });

  it('stop where tags go on without end', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} ${'8100 0001'.repeat(200)}`));
    expect(dissection.faults.some((fault) => fault.reason.includes('headers inside one another'))).toBe(true);
  });
});

describe('802.1ad service tags', () => {
  const frame = hexBytes(`${ethernet} 88a8 7064 8100 00c8 0800 ${datagram}`);

  it.each([
    ['ieee8021ad.priority', 3],
    ['ieee8021ad.dei', 1],
    ['ieee8021ad.id', 100],
    ['vlan.id', 200],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissectBytes(frame), name)).toBe(value);
  });

  it('survive every cut', () => {
    expect(readEveryTruncation(frame)).toBeGreaterThan(0);
  });
});
