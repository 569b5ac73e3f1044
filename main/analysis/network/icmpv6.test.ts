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
import { addToSum, checksumFor, pseudoHeaderSum } from './internet-checksum';

const local = 'fe800000000000000211220033445566';
const other = '20010db8000000000000000000000002';

/** ICMPv6 in IPv6, with a right checksum. */
function packet(message: string): Uint8Array {
  const body = hexBytes(message);
  const addresses = hexBytes(`${local} ${other}`);
  const view = new DataView(body.buffer);
  const sum = addToSum(pseudoHeaderSum(addresses, 0, 16, 16, 58, body.length), body, 0, body.length);
  view.setUint16(2, checksumFor(sum, view.getUint16(2)));
  const length = body.length.toString(16).padStart(4, '0');
  return Uint8Array.from([...hexBytes(`60000000 ${length} 3a ff ${local} ${other}`), ...body]);
}
const read = (message: string) => dissectBytes(packet(message), LinkType.ipv6);

describe('echo and errors (RFC 4443)', () => {
  it('reads an echo request, and verifies its checksum', () => {
    const bytes = packet('80 00 0000 1234 0005 6162');
    const dissection = dissectBytes(bytes, LinkType.ipv6);
    expect(firstValue(dissection, 'icmpv6.type')).toBe(128);
    expect(firstValue(dissection, 'icmpv6.checksum.status')).toBe(1);
    expect(firstValue(dissection, 'icmpv6.echo.identifier')).toBe(0x1234);
    expect(dissection.info).toBe('Echo (ping) request id=0x1234 seq=5 hop limit=255');
    expect(summaryFacts(scanBytes(bytes, LinkType.ipv6)!)).toEqual(summaryFacts(dissection.summary));
    expect(readEveryTruncation(bytes, LinkType.ipv6)).toBeGreaterThan(40);
  });

  it('finds a wrong checksum', () => {
    const bytes = packet('80 00 0000 1234 0005');
    bytes[47] = 6;
    expect(firstValue(dissectBytes(bytes, LinkType.ipv6), 'icmpv6.checksum.status')).toBe(0);
  });

  it('reads a length of the quote where there is one (RFC 4884 §4.4)', () => {
    const quoted = `60000000 0500 11 40 ${other} ${local} 1388 0035 0500 0000`;
    const without = read(`01 04 0000 00000000 ${quoted}`);
    expect(firstValue(without, 'icmpv6.reserved')).toBe('00000000');
    expect(firstValue(without, 'icmpv6.length')).toBeUndefined();
    const padded = `${quoted}${'00'.repeat(80)}`;
    const extended = read(`01 04 0000 10000000 ${padded} 2000 0000`);
    expect(firstValue(extended, 'icmpv6.reserved')).toBe('000000');
    expect(firstValue(extended, 'icmpv6.length')).toBe(16);
  });

  it('reads the quoted packet and the MTU of a packet that is too big', () => {
    const quoted = `60000000 0500 11 40 ${other} ${local} 1388 0035 0500 0000`;
    const dissection = read(`02 00 0000 00000500 ${quoted}`);
    expect(firstValue(dissection, 'icmpv6.mtu')).toBe(1280);
    expect(valuesOf(dissection, 'ipv6.src')).toEqual([local, other]);
    expect(firstValue(dissection, 'udp.dstport')).toBe(53);
    expect(dissection.summary.hasPorts).toBe(false);
    expect(dissection.faults).toEqual([]);
    expect(dissection.info).toBe('Packet too big, MTU 1280 for UDP [2001:db8::2]:5000 → [fe80::211:2200:3344:5566]:53');
  });
});

describe('neighbor discovery (RFC 4861)', () => {
  it('reads a solicitation with the address of the sender', () => {
    const dissection = read(`87 00 0000 00000000 ${other} 01 01 001122334455`);
    expect(firstValue(dissection, 'icmpv6.nd.ns.target_address')).toBe(other);
    expect(firstValue(dissection, 'icmpv6.opt.linkaddr')).toBe('001122334455');
    expect(dissection.info).toBe('Neighbor solicitation for 2001:db8::2 from 00:11:22:33:44:55');
  });

  it('reads an advertisement and its flags', () => {
    const dissection = read(`88 00 0000 60000000 ${other} 02 01 001122334455`);
    expect(firstValue(dissection, 'icmpv6.nd.na.flag.r')).toBe(false);
    expect(firstValue(dissection, 'icmpv6.nd.na.flag.s')).toBe(true);
    expect(firstValue(dissection, 'icmpv6.nd.na.flag.o')).toBe(true);
    expect(dissection.info).toBe('Neighbor advertisement 2001:db8::2 (solicited, override) is at 00:11:22:33:44:55');
  });

  it('reads a router advertisement with its options', () => {
    const prefix = '20010db8000000000000000000000000';
    const dissection = read(
      `86 00 0000 40 c8 0708 00000000 00000000 01 01 001122334455 05 01 0000 000005dc
       03 04 40 c0 00015180 00003840 00000000 ${prefix}
       19 03 0000 00000e10 ${other} 1f 03 0000 00000e10 04636f7270 076578616d706c65 00 0000
       18 02 30 08 00000e10 20010db800000000`,
    );
    expect(dissection.faults).toEqual([]);
    expect(firstValue(dissection, 'icmpv6.nd.ra.cur_hop_limit')).toBe(64);
    expect(firstValue(dissection, 'icmpv6.nd.ra.flag.m')).toBe(true);
    expect(firstValue(dissection, 'icmpv6.nd.ra.flag.prf')).toBe(1);
    expect(firstValue(dissection, 'icmpv6.nd.ra.router_lifetime')).toBe(1800);
    expect(valuesOf(dissection, 'icmpv6.opt.type')).toEqual([1, 5, 3, 25, 31, 24]);
    expect(firstValue(dissection, 'icmpv6.opt.mtu')).toBe(1500);
    expect(valuesOf(dissection, 'icmpv6.opt.prefix.length')).toEqual([64, 48]);
    expect(firstValue(dissection, 'icmpv6.opt.prefix')).toBe(prefix);
    expect(firstValue(dissection, 'icmpv6.opt.prefix.flag.a')).toBe(true);
    expect(firstValue(dissection, 'icmpv6.opt.rdnss')).toBe(other);
    expect(firstValue(dissection, 'icmpv6.opt.dnssl')).toBe('corp.example');
    expect(firstValue(dissection, 'icmpv6.opt.route_info.flag.route_preference')).toBe(1);
  });

  it('reads a redirect and the packet that it quotes', () => {
    const quoted = `60000000 0008 3b 40 ${local} ${other} 0000000000000000`;
    const dissection = read(`89 00 0000 00000000 ${local} ${other} 04 07 000000000000 ${quoted}`);
    expect(firstValue(dissection, 'icmpv6.nd.rd.target_address')).toBe(local);
    expect(firstValue(dissection, 'icmpv6.rd.na.destination_address')).toBe(other);
    expect(valuesOf(dissection, 'ipv6.dst')).toEqual([other, other]);
  });

  it.each([
    ['of length 0', '01 00 001122334455'],
    ['beyond the message', '01 09 001122334455'],
    ['too short for its parts', '03 01 40 c0 00015180'],
    ['with a name that runs out of it', '1f 02 0000 00000e10 3f63 6f72 7000 0000'],
  ])('stops at an option %s', (_, option) => {
    const dissection = read(`87 00 0000 00000000 ${other} ${option}`);
    expect(dissection.faults[0]).toMatchObject({ protocol: 'icmpv6', kind: 'malformed' });
    expect(firstValue(dissection, 'icmpv6.nd.ns.target_address')).toBe(other);
  });
});

describe('multicast listeners', () => {
  it('reads a query of version 1 and of version 2', () => {
    const group = 'ff020000000000000000000000000001';
    const old = read(`82 00 0000 03e8 0000 ${group}`);
    expect(firstValue(old, 'icmpv6.mld.maximum_response_delay')).toBe(1000);
    const current = read(`82 00 0000 03e8 0000 ${group} 0a 7d 0001 ${other}`);
    expect(firstValue(current, 'icmpv6.mld.maximum_response_code')).toBe(1000);
    expect(firstValue(current, 'icmpv6.mld.flag.s')).toBe(true);
    expect(firstValue(current, 'icmpv6.mld.flag.qrv')).toBe(2);
    expect(firstValue(current, 'icmpv6.mld.source_address')).toBe(other);
  });

  it('reads a report of version 2', () => {
    const group = 'ff0200000000000000000000000000fb';
    const dissection = read(`8f 00 0000 0000 0002 04 00 0000 ${group} 06 00 0001 ${group} ${other}`);
    expect(firstValue(dissection, 'icmpv6.mldr.nb_mcast_records')).toBe(2);
    expect(valuesOf(dissection, 'icmpv6.mldr.mar.record_type')).toEqual([4, 6]);
    expect(firstValue(dissection, 'icmpv6.mldr.mar.source_address')).toBe(other);
    expect(dissection.info).toBe('Multicast listener report v2, join ff02::fb, Block Old Sources ff02::fb (1 sources)');
  });

  it('notes records that are not there', () => {
    expect(read('8f 00 0000 0000 ffff').faults[0]?.reason).toBe('65535 records said, 0 there');
  });
});

describe('other messages', () => {
  it('reads a node information query', () => {
    const dissection = read(`8b 00 0000 0003 0000 0102030405060708 ${other}`);
    expect(firstValue(dissection, 'icmpv6.ni.nonce')).toBe(0x0102030405060708n);
    expect(firstValue(dissection, 'icmpv6.ni.query.subject_ipv6')).toBe(other);
  });

  it('names RPL', () => {
    expect(read('9b 01 0000 00000000').info).toBe('RPL control (DODAG Information Object)');
  });
});
