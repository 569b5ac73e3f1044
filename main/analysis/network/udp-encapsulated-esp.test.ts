import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, LinkType, readEveryTruncation } from '../testing/dissect-bytes';

function packet(payload: string): Uint8Array {
  const body = hexBytes(payload);
  const [total, length] = [28 + body.length, 8 + body.length].map((n) => n.toString(16).padStart(4, '0'));
  const header = `45 00 ${total} 0001 0000 40 11 0000 0a000001 0a000002 1194 1194 ${length} 0000`;
  return Uint8Array.from([...hexBytes(header), ...body]);
}
const read = (payload: string) => dissectBytes(packet(payload), LinkType.ipv4);

describe('IPsec through NAT (RFC 3948)', () => {
  it('reads ESP', () => {
    expect(firstValue(read('00000102 00000003 aabb'), 'esp.spi')).toBe(0x102);
  });

  it('tells key exchange by four zero bytes', () => {
    const dissection = read('00000000 aabb');
    expect(firstValue(dissection, 'esp.spi')).toBeUndefined();
    expect(dissection.info).toBe('Key exchange');
  });

  it('knows the keep-alive', () => {
    expect(read('ff').info).toBe('NAT keep-alive');
    expect(read('ff').faults).toEqual([]);
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(packet('00000102 00000003 aabb'), LinkType.ipv4)).toBeGreaterThan(20);
  });
});
