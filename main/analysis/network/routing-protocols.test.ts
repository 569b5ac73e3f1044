import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, LinkType, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';

/** A message of that IP protocol in IPv4. */
function packet(protocol: string, message: string): Uint8Array {
  const body = hexBytes(message);
  const length = (20 + body.length).toString(16).padStart(4, '0');
  return Uint8Array.from([...hexBytes(`45 c0 ${length} 0001 0000 01 ${protocol} 0000 0a000001 e0000005`), ...body]);
}
const read = (protocol: string, message: string) => dissectBytes(packet(protocol, message), LinkType.ipv4);

const messages = {
  ospf: [
    '59',
    '02 01 0030 0a0000fe 00000001 0000 0000 0000000000000000 ffffff00 000a 02 01 00000028 0a000001 00000000 0a0000fd',
  ],
  eigrp: ['58', '02 05 0000 00000000 00000000 00000007 0000 0064'],
  vrrp: ['70', '31 0a 64 02 0064 0000 0a0000fe 0a0000fd'],
  rsvp: ['2e', '10 14 0000 ff 00 0014 000c 16 01 0000000100000002'],
  ipcomp: ['6c', '06 00 0002 aabb'],
} as const;

describe('protocols that routers speak among themselves', () => {
  it('reads an OSPF hello (RFC 2328 A.3.2)', () => {
    const dissection = read(...messages.ospf);
    expect(dissection.info).toBe('Hello Packet, router 10.0.0.254, area 0.0.0.1');
    expect(firstValue(dissection, 'ospf.hello.hello_interval')).toBe(10);
    expect(firstValue(dissection, 'ospf.hello.router_dead_interval')).toBe(40);
    expect(valuesOf(dissection, 'ospf.hello.active_neighbor')).toEqual(['10.0.0.253']);
  });

  it('reads an EIGRP acknowledgment (RFC 7868 §6.4)', () => {
    expect(read(...messages.eigrp).info).toBe('Hello (acknowledges 7), AS 100');
  });

  it('reads VRRP version 3 and its addresses (RFC 9568 §5)', () => {
    const dissection = read(...messages.vrrp);
    expect(dissection.info).toBe('Advertisement v3, router 10, priority 100, 10.0.0.254, 10.0.0.253');
    expect(firstValue(dissection, 'vrrp.short_adver_int')).toBe(100);
    expect(read('70', '31 0a 64 ff 0064 0000 0a0000fe').faults[0]?.reason).toBe('255 addresses said, 1 there');
  });

  it('reads RSVP and its objects (RFC 2205 §3.1)', () => {
    const dissection = read(...messages.rsvp);
    expect(dissection.info).toBe('HELLO Message');
    expect(firstValue(dissection, 'rsvp.object')).toBe(0x16);
    expect(read('2e', '10 14 0000 ff 00 0014 0000 16 01 0000000100000002').faults[0]?.kind).toBe('malformed');
  });

  it('reads the index of compressed payloads (RFC 3173 §3)', () => {
    expect(read(...messages.ipcomp).info).toBe('IPComp (CPI=0x0002)');
  });

  it('reads HSRP over UDP (RFC 2281 §5)', () => {
    const dissection = read('11', '07c1 07c1 001c 0000 00 00 10 03 0a 64 01 00 636973636f000000 0a0000fe');
    expect(dissection.info).toBe('Hello (state Active), group 1, priority 100, virtual 10.0.0.254');
  });

  it.each(Object.entries(messages))('survives every truncation of %s', (_, [protocol, message]) => {
    expect(readEveryTruncation(packet(protocol, message), LinkType.ipv4)).toBeGreaterThan(20);
  });
});
