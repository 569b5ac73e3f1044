import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, LinkType, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';

function packet(message: string): Uint8Array {
  const body = hexBytes(message);
  const length = (24 + body.length).toString(16).padStart(4, '0');
  return Uint8Array.from([...hexBytes(`46 00 ${length} 0001 0000 01 02 0000 0a000001 e0000016 94040000`), ...body]);
}
const read = (message: string) => dissectBytes(packet(message), LinkType.ipv4);

describe('IGMP', () => {
  it.each([
    ['11 00 eeff 00000000', 1, 'Membership Query v1, general'],
    ['11 64 ee9b e0000001', 2, 'Membership Query v2, group 224.0.0.1'],
    ['11 64 ee9b 00000000 02 7d 0000', 3, 'Membership Query v3, general'],
    ['12 00 0dff e0000001', 1, 'Membership Report v1, group 224.0.0.1'],
    ['16 00 09ff e0000001', 2, 'Membership Report v2, group 224.0.0.1'],
    ['17 00 08ff e0000001', 2, 'Leave Group, group 224.0.0.1'],
  ])('tells versions apart: %s', (message, version, info) => {
    const dissection = read(message);
    expect(firstValue(dissection, 'igmp.version')).toBe(version);
    expect(dissection.info).toBe(info);
  });

  it('reads a query of version 3 with sources', () => {
    const dissection = read('11 64 0000 e0000005 0a 7d 0002 0a000009 0a00000a');
    expect(firstValue(dissection, 'igmp.s')).toBe(true);
    expect(firstValue(dissection, 'igmp.qrv')).toBe(2);
    expect(valuesOf(dissection, 'igmp.saddr')).toEqual(['10.0.0.9', '10.0.0.10']);
  });

  it('reads long response times of version 3 as mantissa and exponent', () => {
    // 0xfe: mantissa 14, exponent 7, so (14 + 16) << 10.
    expect(firstValue(read('11 fe 0000 00000000 02 7d 0000'), 'igmp.max_resp')).toBe(30_720);
    expect(firstValue(read('11 fe 0000 00000000'), 'igmp.max_resp')).toBe(254);
  });

  it('reads a report of version 3: an empty exclusion joins, an empty inclusion leaves', () => {
    const dissection = read('22 00 0000 0000 0002 04 00 0000 e00000fb 03 00 0000 effffffa');
    expect(valuesOf(dissection, 'igmp.maddr')).toEqual(['224.0.0.251', '239.255.255.250']);
    expect(dissection.info).toBe('Membership Report v3, join 224.0.0.251, leave 239.255.255.250');
  });

  it('notes sources that are not there', () => {
    expect(read('11 64 0000 e0000005 0a 7d ffff 0a000009').faults[0]?.reason).toBe('65535 sources said, 1 there');
  });

  it('verifies the checksum', () => {
    expect(firstValue(read('16 00 09ff e0000001'), 'igmp.checksum.status')).toBe(0);
    // 0x1600 + 0xe000 + 0x0001 = 0xf601, whose complement is 0x09fe.
    expect(firstValue(read('16 00 09fe e0000001'), 'igmp.checksum.status')).toBe(1);
  });

  it('survives every truncation', () => {
    expect(
      readEveryTruncation(packet('22 00 0000 0000 0001 06 00 0001 e00000fb 0a000001'), LinkType.ipv4),
    ).toBeGreaterThan(40);
  });
});
