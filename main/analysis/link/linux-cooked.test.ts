import { describe, expect, it } from 'vitest';
import { nodeText } from '../fields/protocol-text';
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

const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
const versions = [
  { name: 'version 1', link: 113, bytes: hexBytes(`0004 0001 0006 020304050607 0000 0800 ${datagram}`) },
  { name: 'version 2', link: 276, bytes: hexBytes(`0800 0000 00000003 0001 04 06 020304050607 0000 ${datagram}`) },
];

describe.each(versions)('Linux cooked captures, $name', ({ link, bytes }) => {
  it.each([
    ['sll.pkttype', 4],
    ['sll.hatype', 1],
    ['sll.halen', 6],
    ['sll.src.eth', '020304050607'],
    ['sll.unused', '0000'],
    ['sll.etype', 0x0800],
    ['udp.srcport', 5000],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissectBytes(bytes, link), name)).toBe(value);
  });

  it('are read alike by the scan', () => {
    expect(summaryFacts(scanBytes(bytes, link)!)).toEqual(summaryFacts(dissectBytes(bytes, link).summary));
  });

  it('survive every cut', () => {
    expect(readEveryTruncation(bytes, link)).toBeGreaterThan(0);
  });
});

describe('Linux cooked captures', () => {
  it('give the interface in version 2', () => {
    const [, second] = versions;
    expect(firstValue(dissectBytes(second!.bytes, 276), 'sll.ifindex')).toBe(3);
  });

  it('hold an IPv4 address for tunnels', () => {
    const dissection = dissectBytes(hexBytes(`0000 0300 0004 0a000009 00000000 0800 ${datagram}`), 113);
    expect(firstValue(dissection, 'sll.src.ipv4')).toBe('10.0.0.9');
    expect(firstValue(dissection, 'sll.unused')).toBe('00000000');
  });

  it('keep at most eight bytes of an address, whatever length they tell', () => {
    const dissection = dissectBytes(hexBytes(`0000 0020 ffff 0102030405060708 0800 ${datagram}`), 113);
    expect(firstValue(dissection, 'sll.src.other')).toBe('0102030405060708');
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
  });

  it("name Linux's own protocol numbers", () => {
    const dissection = dissectBytes(hexBytes('0000 0118 0000 0000000000000000 00f6 01020304'), 113);
    expect(firstValue(dissection, 'sll.ltype')).toBe(0x00f6);
    expect(valuesOf(dissection, 'data.data')).toEqual(['01020304']);
  });

  it('show what an Ethernet device left behind the packet', () => {
    const dissection = dissectBytes(
      hexBytes(`0000 0001 0006 020304050607 0000 0800 ${datagram} ${'00'.repeat(18)}`),
      113,
    );
    expect(valuesOf(dissection, 'eth.padding')).toEqual(['00'.repeat(16)]);
    expect(valuesOf(dissection, 'sll.trailer')).toEqual(['0000']);
  });
});

it('is one protocol to filters in both its versions, as in tshark', () => {
  const second = dissectBytes(hexBytes('0806 0000 00000003 0001 00 06 020000000001 0000'), 276);
  expect(firstValue(second, 'frame.protocols')).toMatch(/^sll:/);
  expect(nodesOf(second, 'sll').map(nodeText)).toEqual(['Linux cooked capture v2']);
});
