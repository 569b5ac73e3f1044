import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, LinkType, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';

/** NHRP straight over IPv4, as protocol 54. */
function packet(type: string, mandatoryPart: string): Uint8Array {
  const body = hexBytes(`0001 0800 0000000000 ff 0000 0000 0000 01 ${type} 04 00 ${mandatoryPart}`);
  new DataView(body.buffer).setUint16(10, body.length);
  const length = (20 + body.length).toString(16).padStart(4, '0');
  return Uint8Array.from([...hexBytes(`45 00 ${length} 0001 0000 40 36 0000 0a000001 0a000002`), ...body]);
}
const read = (type: string, part: string) => dissectBytes(packet(type, part), LinkType.ipv4);

describe('NHRP (RFC 2332)', () => {
  it('reads a resolution request', () => {
    const dissection = read('01', '04 04 c000 00000005 c0a8c801 0affff01 0affff03');
    expect(dissection.info).toBe('Resolution Request for 10.255.255.3, ID=5');
    expect(firstValue(dissection, 'nhrp.src.nbma.addr')).toBe('192.168.200.1');
    expect(firstValue(dissection, 'nhrp.src.prot.addr')).toBe('10.255.255.1');
  });

  it('reads the packet that an indication carries, without touching the columns', () => {
    const carried = '45 00 0064 0005 0000 ff 01 0000 0affff03 0affff02 0800 0000 0001 0000';
    const dissection = read('08', `04 04 0000 0000 0000 c0a8c801 0affff01 0affff03 ${carried}`);
    expect(dissection.info).toBe('Traffic Indication');
    expect(valuesOf(dissection, 'ip.src')).toEqual(['10.0.0.1', '10.255.255.3']);
    expect(firstValue(dissection, 'icmp.type')).toBe(8);
    expect(dissection.summary.timeToLive).toBe(64);
    expect(dissection.faults).toEqual([]);
  });

  it('survives every truncation', () => {
    expect(
      readEveryTruncation(packet('01', '04 04 c000 00000005 c0a8c801 0affff01 0affff03'), LinkType.ipv4),
    ).toBeGreaterThan(40);
  });
});
