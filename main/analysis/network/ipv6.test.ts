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
import { FragmentReassembly } from './fragment-reassembly';

const source = '20010db8000000000000000000000001';
const destination = '20010db8000000000000000000000002';
const udp = '1388 1770 000c 0000 61626364';
const link = LinkType.ipv6;

/** A packet with that next header and payload; the payload length is right unless given. */
function packet(nextHeader: string, payload: string, length?: number): Uint8Array {
  const bytes = hexBytes(payload);
  const said = (length ?? bytes.length).toString(16).padStart(4, '0');
  return Uint8Array.from([...hexBytes(`6b912345 ${said} ${nextHeader} 3f ${source} ${destination}`), ...bytes]);
}
const read = (bytes: Uint8Array) => dissectBytes(bytes, link);

/** The scan read it, and to the same end as the dissector. */
function expectSameFromScan(bytes: Uint8Array): void {
  const scan = scanBytes(bytes, link);
  expect(scan).not.toBeNull();
  expect(summaryFacts(scan!)).toEqual(summaryFacts(read(bytes).summary));
}

describe('the IPv6 header (RFC 8200 §3)', () => {
  const bytes = packet('11', udp);
  const dissection = read(bytes);

  it.each([
    ['ipv6.version', 6],
    ['ip.version', 6],
    ['ipv6.tclass', 0xb9],
    ['ipv6.tclass.dscp', 46],
    ['ipv6.tclass.ecn', 1],
    ['ipv6.flow', 0x12345],
    ['ipv6.plen', 12],
    ['ipv6.nxt', 17],
    ['ipv6.hlim', 63],
    ['ipv6.src', source],
    ['ipv6.dst', destination],
    ['udp.srcport', 5000],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('fills the columns as the scan does', () => expectSameFromScan(bytes));

  it('survives every truncation', () => {
    expect(readEveryTruncation(bytes, link)).toBeGreaterThan(40);
  });

  it('stops at another version', () => {
    const wrong = bytes.slice();
    wrong[0] = 0x4b;
    const stopped = read(wrong);
    expect(firstValue(stopped, 'ipv6.plen')).toBeUndefined();
    expect(stopped.info).toBe('Bogus IPv6 version (4, must be 6)');
  });

  it('reads what there is of a payload length beyond the frame, and says so', () => {
    const long = read(packet('11', udp, 100));
    expect(firstValue(long, 'udp.dstport')).toBe(6000);
    expect(long.faults[0]).toMatchObject({ protocol: 'ipv6', offset: 4 });
    expect(scanBytes(packet('11', udp, 100), link)).toBeNull();
  });

  it('leaves bytes behind the payload out of it', () => {
    expect(firstValue(read(Uint8Array.from([...bytes, 0xee, 0xee])), 'data.data')).toBe('61626364');
  });
});

describe('options', () => {
  it('reads the router alert of MLD behind hop-by-hop options', () => {
    const bytes = packet('00', `11 00 0502 0000 0100 ${udp}`);
    const dissection = read(bytes);
    expect(firstValue(dissection, 'ipv6.hopopts.nxt')).toBe(17);
    expect(firstValue(dissection, 'ipv6.hopopts.len_oct')).toBe(8);
    expect(valuesOf(dissection, 'ipv6.opt.type')).toEqual([5, 1]);
    expect(firstValue(dissection, 'ipv6.opt.router_alert')).toBe(0);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expectSameFromScan(bytes);
  });

  it('reads the home address of destination options', () => {
    const dissection = read(packet('3c', `11 02 0102 0000 c910 ${source} ${udp}`));
    expect(firstValue(dissection, 'ipv6.opt.mipv6.home_address')).toBe(source);
    expect(valuesOf(dissection, 'ipv6.opt.type.action')).toEqual([0, 3]);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
  });

  it('reads Pad1', () => {
    expect(valuesOf(read(packet('3c', `11 00 00 00 0102 0000 ${udp}`)), 'ipv6.opt.type')).toEqual([0, 0, 1]);
  });

  it('notes an option beyond its header, and still reads the payload', () => {
    const bytes = packet('00', `11 00 05ff 0000 0100 ${udp}`);
    const dissection = read(bytes);
    expect(dissection.faults[0]).toMatchObject({ protocol: 'ipv6.hopopts', kind: 'malformed', offset: 43 });
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expect(scanBytes(bytes, link)).toBeNull();
  });

  it('reads a jumbogram by its option (RFC 2675)', () => {
    const length = 70_000;
    const head = packet('00', `11 00 c204 ${length.toString(16).padStart(8, '0')} 1388 1770 0000 0000`, 0);
    const bytes = new Uint8Array(40 + length);
    bytes.set(head);
    const dissection = read(bytes);
    expect(firstValue(dissection, 'ipv6.opt.jumbo')).toBe(length);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expect(scanBytes(bytes, link)).toBeNull();
  });
});

describe('routing headers', () => {
  const final = '20010db8000000000000000000000009';

  it('has the last address of a type 0 route in the Destination column', () => {
    const dissection = read(packet('2b', `11 02 00 01 00000000 ${final} ${udp}`));
    expect(firstValue(dissection, 'ipv6.routing.src.addr')).toBe(final);
    expect(firstValue(dissection, 'ipv6.dst')).toBe(destination);
    expect(summaryFacts(dissection.summary).destination).toEqual([...hexBytes(final)]);
  });

  it('reads segment routing, whose list runs backwards', () => {
    const bytes = packet('2b', `11 04 04 01 01 00 0000 ${final} ${destination} ${udp}`);
    const dissection = read(bytes);
    expect(valuesOf(dissection, 'ipv6.routing.srh.addr')).toEqual([final, destination]);
    expect(summaryFacts(dissection.summary).destination).toEqual([...hexBytes(final)]);
    expectSameFromScan(bytes);
  });

  it('leaves the destination alone when no segments are left', () => {
    const bytes = packet('2b', `11 02 04 00 00 00 0000 ${final} ${udp}`);
    expect(summaryFacts(read(bytes).summary).destination).toEqual([...hexBytes(destination)]);
    expectSameFromScan(bytes);
  });

  it('reads the home address of type 2 and the cut addresses of type 3', () => {
    expect(
      firstValue(read(packet('2b', `11 02 02 01 00000000 ${final} ${udp}`)), 'ipv6.routing.mipv6.home_address'),
    ).toBe(final);
    // 15 bytes shared, so one byte an address; 6 bytes of padding.
    const rpl = read(packet('2b', `11 01 03 02 ff600000 0304 000000000000 ${udp}`));
    expect(valuesOf(rpl, 'ipv6.routing.rpl.address')).toEqual(['03', '04']);
    expect(firstValue(rpl, 'udp.srcport')).toBe(5000);
  });

  it('stops at a header longer than the packet', () => {
    const dissection = read(packet('2b', `11 ff 00 01 00000000 ${final}`));
    expect(firstValue(dissection, 'udp.srcport')).toBeUndefined();
    expect(dissection.faults[0]).toMatchObject({ protocol: 'ipv6.routing' });
  });
});

describe('fragments', () => {
  const parts = [packet('2c', '11 00 0001 0000002a 1388 1770 000c 0000'), packet('2c', '11 00 0008 0000002a 61626364')];
  const fragments = new FragmentReassembly((frame) => parts[frame - 1] ?? null);
  const [first, last] = parts.map((bytes, index) => dissectBytes(bytes, link, { fragments, number: index + 1 }));

  it('reads the header', () => {
    expect(firstValue(last!, 'ipv6.fraghdr.offset')).toBe(1);
    expect(firstValue(first!, 'ipv6.fraghdr.more')).toBe(true);
    expect(firstValue(last!, 'ipv6.fraghdr.more')).toBe(false);
    expect(firstValue(last!, 'ipv6.fraghdr.ident')).toBe(42);
  });

  it('shows the payload where the datagram is whole', () => {
    expect(firstValue(first!, 'udp.srcport')).toBeUndefined();
    expect(first!.info).toBe('IPv6 fragment (off=0 more=y ident=0x0000002a nxt=17)');
    expect(firstValue(last!, 'udp.srcport')).toBe(5000);
    expect(firstValue(last!, 'data.data')).toBe('61626364');
    expect(valuesOf(last!, 'ipv6.fragment')).toEqual([1, 2]);
    expect(last!.summary.payloadStart).toBe(-1);
  });

  it('tells, when read again, which frame has the whole', () => {
    expect(firstValue(dissectBytes(parts[0]!, link, { fragments, number: 1 }), 'ipv6.reassembled.in')).toBe(2);
  });

  it('does not read the payload of a first fragment that was not captured whole', () => {
    const cut = dissectBytes(parts[0]!.slice(0, -2), link, { originalLength: parts[0]!.length });
    expect(firstValue(cut, 'ipv6.fraghdr.ident')).toBe(42);
    expect(firstValue(cut, 'udp.srcport')).toBeUndefined();
  });

  it('reads an atomic fragment at once (RFC 6946)', () => {
    expect(firstValue(read(packet('2c', `11 00 0000 0000002a ${udp}`)), 'udp.srcport')).toBe(5000);
  });
});

describe('chains', () => {
  it('ends at some depth, however many headers follow one another', () => {
    const chain = '3c 00 0104 00000000'.repeat(300);
    const bytes = packet('3c', `${chain} 11 00 0104 00000000 ${udp}`);
    const dissection = read(bytes);
    expect(dissection.faults.at(-1)?.reason).toContain('headers inside one another');
    expect(scanBytes(bytes, link)).toBeNull();
  });

  it('reads AH and what it protects', () => {
    const dissection = read(packet('33', `11 04 0000 00000100 00000007 000102030405060708090a0b ${udp}`));
    expect(firstValue(dissection, 'ah.spi')).toBe(256);
    expect(firstValue(dissection, 'ah.sequence')).toBe(7);
    expect(firstValue(dissection, 'ah.icv')).toBe('000102030405060708090a0b');
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
  });

  it('reads the head of ESP', () => {
    const dissection = read(packet('32', '12345678 00000009 ffffffff'));
    expect(firstValue(dissection, 'esp.spi')).toBe(0x12345678);
    expect(dissection.info).toBe('ESP (SPI=0x12345678) Seq=9');
  });

  it('names mobility, HIP and Shim6', () => {
    expect(read(packet('87', '3b 01 05 00 0000 0001 8000 0010 0102 0000')).info).toBe('Binding Update');
    expect(read(packet('8b', `3b 04 01 21 0000 0000 ${source} ${destination}`)).info).toBe('I1 - Initiator');
    expect(read(packet('8c', '3b 00 01 00 0000 0000')).info).toBe('Shim6 I1');
  });

  it('survives every truncation of a chain of all', () => {
    const bytes = packet('00', `2b 00 0502 0000 0100 3c 02 00 01 00000000 ${source} 11 00 0104 00000000 ${udp}`);
    expect(read(bytes).protocolNames).toEqual([
      'frame',
      'ipv6',
      'ipv6.hopopts',
      'ipv6.routing',
      'ipv6.dstopts',
      'udp',
      'data',
    ]);
    expect(readEveryTruncation(bytes, link)).toBeGreaterThan(80);
  });
});
