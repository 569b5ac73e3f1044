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
import { addToSum, checksumFor } from './internet-checksum';

/** ICMP in IPv4 from 10.0.0.1 to 10.0.0.2, with a right checksum. */
function packet(message: string): Uint8Array {
  const body = hexBytes(message);
  const view = new DataView(body.buffer);
  if (body.length >= 4) view.setUint16(2, checksumFor(addToSum(0, body, 0, body.length), view.getUint16(2)));
  const length = (20 + body.length).toString(16).padStart(4, '0');
  return Uint8Array.from([...hexBytes(`45 00 ${length} 0001 0000 40 01 0000 0a000001 0a000002`), ...body]);
}
const read = (message: string) => dissectBytes(packet(message), LinkType.ipv4);

/** Start of a UDP packet from 192.168.0.1:5000 to 192.168.0.2:53, as errors quote it: the header and 8 bytes (RFC 792). */
const quote = '45 00 0054 abcd 0000 01 11 0000 c0a80001 c0a80002 1388 0035 0040 0000';

describe('echo', () => {
  const bytes = packet('08 00 0000 1234 0005 6162');
  const dissection = dissectBytes(bytes, LinkType.ipv4);

  it.each([
    ['icmp.type', 8],
    ['icmp.code', 0],
    ['icmp.checksum.status', 1],
    ['icmp.ident', 0x1234],
    ['icmp.ident_le', 0x3412],
    ['icmp.seq', 5],
    ['icmp.seq_le', 0x0500],
    ['data.data', '6162'],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('says which echo it is', () => {
    expect(dissection.info).toBe('Echo (ping) request id=0x1234 seq=5 ttl=64');
  });

  it('fills the columns as the scan does', () => {
    expect(summaryFacts(scanBytes(bytes, LinkType.ipv4)!)).toEqual(summaryFacts(dissection.summary));
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(bytes, LinkType.ipv4)).toBeGreaterThan(30);
  });

  it('finds a wrong checksum', () => {
    const wrong = bytes.slice();
    wrong[25] = 0x99;
    expect(firstValue(dissectBytes(wrong, LinkType.ipv4), 'icmp.checksum.status')).toBe(0);
  });
});

describe('errors', () => {
  const dissection = read(`03 03 0000 00000000 ${quote}`);

  it('reads the packet that is quoted', () => {
    expect(valuesOf(dissection, 'ip.src')).toEqual(['10.0.0.1', '192.168.0.1']);
    expect(firstValue(dissection, 'udp.dstport')).toBe(53);
    expect(dissection.protocolNames).toEqual(['frame', 'ip', 'icmp', 'ip', 'udp']);
  });

  it('keeps the columns to the packet itself', () => {
    expect(summaryFacts(dissection.summary)).toMatchObject({
      protocol: 'icmp',
      source: [10, 0, 0, 1],
      hasPorts: false,
      transport: 0,
      ipIdentification: 1,
      timeToLive: 64,
    });
  });

  it('says which flow it concerns', () => {
    expect(dissection.info).toBe(
      'Destination unreachable (Port unreachable) for UDP 192.168.0.1:5000 → 192.168.0.2:53',
    );
  });

  it('does not call the end of a quote a fault', () => {
    expect(dissection.faults).toEqual([]);
    expect(read(`03 03 0000 00000000 ${quote.slice(0, 31)}`).faults).toEqual([]);
  });

  it('reads the MTU of the next hop (RFC 1191)', () => {
    const tooBig = read(`03 04 0000 0000 0578 ${quote}`);
    expect(firstValue(tooBig, 'icmp.mtu')).toBe(1400);
    expect(tooBig.info).toContain('(Fragmentation needed), MTU 1400 for UDP');
  });

  it('reads the gateway of a redirect and the pointer of a parameter problem', () => {
    expect(firstValue(read(`05 01 0000 0a0000fe ${quote}`), 'icmp.redir_gw')).toBe('10.0.0.254');
    expect(firstValue(read(`0c 00 0000 14000000 ${quote}`), 'icmp.pointer')).toBe(20);
  });

  it('ends at some depth where errors quote errors', () => {
    let message = `03 03 0000 00000000 ${quote}`;
    for (let i = 0; i < 90; i++) {
      message = `03 03 0000 00000000 45 00 ffff 0001 0000 40 01 0000 0a000001 0a000002 ${message}`;
    }
    expect(read(message).protocolNames.length).toBeLessThan(70);
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(packet(`0b 00 0000 00000000 ${quote}`), LinkType.ipv4)).toBeGreaterThan(20);
  });
});

describe('extensions (RFC 4884)', () => {
  const padded = `${quote} ${'00'.repeat(128 - 28)}`;
  // Label 100000, class 0, bottom of stack, TTL 1 (RFC 4950).
  const labels = '2000 0000 0008 01 01 186a01 01';

  it('reads MPLS labels where the length field says', () => {
    const dissection = read(`0b 00 0000 00 20 0000 ${padded} ${labels}`);
    expect(firstValue(dissection, 'icmp.length')).toBe(32);
    expect(firstValue(dissection, 'icmp.ext.version')).toBe(2);
    expect(firstValue(dissection, 'icmp.mpls.label')).toBe(100_000);
    expect(firstValue(dissection, 'icmp.mpls.s')).toBe(true);
    expect(firstValue(dissection, 'icmp.mpls.ttl')).toBe(1);
  });

  it('reads what is told of an interface (RFC 5837)', () => {
    // Index, address, name and MTU of the interface that the packet came in on.
    const parts = '00000005 0001 0000 0a0a0a0a 06 6574683000 000005dc';
    const dissection = read(`0b 00 0000 00 20 0000 ${padded} 2000 0000 001a 02 0f ${parts}`);
    expect(firstValue(dissection, 'icmp.int_info.index')).toBe(5);
    expect(firstValue(dissection, 'icmp.int_info.ipv4')).toBe('10.10.10.10');
    expect(firstValue(dissection, 'icmp.int_info.name')).toBe('eth0');
    expect(firstValue(dissection, 'icmp.int_info.mtu')).toBe(1500);
  });

  it('reads the interface that an extended echo asks for (RFC 8335)', () => {
    const byName = read('2a 00 0000 0001 05 01 2000 0000 0008 03 01 65746830');
    expect(firstValue(byName, 'icmp.int_ident.name')).toBe('eth0');
    expect(firstValue(byName, 'icmp.ext.echo.req.local')).toBe(true);
    const byAddress = read('2a 00 0000 0001 05 00 2000 0000 000c 03 03 0001 04 00 0a000009');
    expect(firstValue(byAddress, 'icmp.int_ident.ipv4')).toBe('10.0.0.9');
  });

  it('notes an object that is longer than the structure', () => {
    const dissection = read(`0b 00 0000 00 20 0000 ${padded} 2000 0000 00ff 01 01 186a01 01`);
    expect(dissection.faults[0]).toMatchObject({ protocol: 'icmp', kind: 'malformed' });
  });
});

describe('other messages', () => {
  it('reads timestamps', () => {
    const dissection = read('0d 00 0000 0001 0002 00000003 00000004 00000005');
    expect(firstValue(dissection, 'icmp.originate_timestamp')).toBe(3);
    expect(firstValue(dissection, 'icmp.transmit_timestamp')).toBe(5);
  });

  it('reads an address mask', () => {
    expect(firstValue(read('12 00 0000 0001 0002 ffffff00'), 'icmp.address_mask')).toBe('255.255.255.0');
  });

  it('reads a router advertisement', () => {
    const dissection = read('09 00 0000 01 02 0708 0a000001 ffffffff');
    expect(firstValue(dissection, 'icmp.lifetime')).toBe(1800);
    expect(firstValue(dissection, 'icmp.router_address')).toBe('10.0.0.1');
    expect(firstValue(dissection, 'icmp.pref_level')).toBe(-1);
  });

  it('names a type that it does not know', () => {
    expect(read('fd 00 0000 00000000').info).toBe('Type 253');
  });
});
