import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  LinkType,
  nodesOf,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';

const raw = LinkType.ipv4;
const length16 = (count: number) => count.toString(16).padStart(4, '0');
const size = (text: string) => hexBytes(text).length;

/** IPv4 from 10.0.0.1 to 10.0.0.2 around `payload`. */
const ipv4 = (protocol: string, payload: string) =>
  `4500 ${length16(20 + size(payload))} 00010000 40 ${protocol} 0000 0a000001 0a000002 ${payload}`;
const udp = (port: number, payload: string) =>
  ipv4('11', `c000 ${length16(port)} ${length16(8 + size(payload))} 0000 ${payload}`);

const inner = '4500001c 00020000 40110000 c0000201 c0000202 1388 1770 0008 0000';
const frame = `020000000001 020000000002 0800 ${inner}`;
const addressV6 = (last: string) => `20010db8 00000000 00000000 000000${last}`;
const innerV6 = `60000000 0008 11 40 ${addressV6('01')} ${addressV6('02')} 1388 1770 0008 0000`;

describe('every tunnel leads to the packet inside, and the scan agrees', () => {
  it.each([
    ['GRE', ipv4('2f', `0000 0800 ${inner}`)],
    ['GRE with checksum, key and sequence number', ipv4('2f', `b000 0800 12340000 0000002a 00000001 ${inner}`)],
    ['GRE with Ethernet', ipv4('2f', `0000 6558 ${frame}`)],
    ['GRE with a source route', ipv4('2f', `4000 0800 00000000 0800 00 04 0a000009 0000 00 00 ${inner}`)],
    ['GRE of PPTP', ipv4('2f', `3001 880b 001d 0007 00000001 21 ${inner}`)],
    ['GRE with a WCCP redirect header', ipv4('2f', `0000 883e 05590048 ${inner}`)],
    ['GRE of WCCP version 1', ipv4('2f', `0000 883e ${inner}`)],
    ['GRE with Cisco MetaData', ipv4('2f', `0000 8909 0800 01 01 0001 000f ${inner}`)],
    ['EtherIP', ipv4('61', `3000 ${frame}`)],
    ['ERSPAN type I', ipv4('2f', `0000 88be ${frame}`)],
    ['ERSPAN type II', ipv4('2f', `1000 88be 00000001 1014 0801 00000005 ${frame}`)],
    ['ERSPAN type III', ipv4('2f', `1000 22eb 00000001 2014 0000 a3595bff 0000 0006 ${frame}`)],
    [
      'ERSPAN type III with a subheader',
      ipv4('2f', `1000 22eb 00000001 2014 0000 a3595bff 0000 0007 ${'00'.repeat(8)} ${frame}`),
    ],
    ['VXLAN', udp(4789, `08000000 00045700 ${frame}`)],
    ['VXLAN-GPE', udp(4790, `0c000001 00045700 ${inner}`)],
    ['VXLAN-GPE with a service header', udp(4790, `0c000004 00045700 0002 01 01 00000a 07 ${inner}`)],
    ['Geneve', udp(6081, `0000 6558 00000a00 ${frame}`)],
    ['Geneve with an option, and IP', udp(6081, `0240 0800 00000a00 0000 80 01 0000000c ${inner}`)],
    ['GTP-U', udp(2152, `30 ff 001c 09fc9043 ${inner}`)],
    ['GTP-U with a sequence number', udp(2152, `32 ff 0020 09fc9043 ca730000 ${inner}`)],
    ['GTP-U with an extension header', udp(2152, `34 ff 0024 09fc9043 00000085 01 1009 00 ${inner}`)],
    ['L2TP', udp(1701, `0002 0001 0002 ff03 0021 ${inner}`)],
    ['L2TP with length, sequence and offset', udp(1701, `4a02 0030 0001 0002 0003 0004 0002 0000 0021 ${inner}`)],
    ['MPLS in UDP', udp(6635, `0001013f ${inner}`)],
    ['CAPWAP data', udp(5247, `00 100000 0000 0000 ${frame}`)],
    ['PIM register', ipv4('67', `21 00 dead 00000000 ${inner}`)],
    ['IP in IP', ipv4('04', inner)],
  ])('%s', (_, text) => {
    const bytes = hexBytes(text);
    const dissection = dissectBytes(bytes, raw);
    expect(dissection.faults).toEqual([]);
    expect(valuesOf(dissection, 'ip.src')).toEqual(['10.0.0.1', '192.0.2.1']);
    expect(valuesOf(dissection, 'udp.dstport').at(-1)).toBe(6000);
    expect(summaryFacts(dissection.summary)).toMatchObject({ source: [192, 0, 2, 1], sourcePort: 5000 });
    const scan = scanBytes(bytes, raw);
    if (scan !== null) expect(summaryFacts(scan)).toEqual(summaryFacts(dissection.summary));
    expect(readEveryTruncation(bytes, raw)).toBeGreaterThan(0);
  });

  it.each([
    ['Teredo', ''],
    ['Teredo with authentication', '0001 02 00 aabb 0102030405060708 00'],
    ['Teredo with an origin indication', '0000 ffde f5fffffe'],
  ])('%s', (_, header) => {
    const bytes = hexBytes(udp(3544, `${header} ${innerV6}`));
    const dissection = dissectBytes(bytes, raw);
    expect(valuesOf(dissection, 'ipv6.hlim')).toEqual([64]);
    expect(readEveryTruncation(bytes, raw)).toBeGreaterThan(0);
  });

  it.each([
    ['GRE', ipv4('2f', `0000 0800 ${inner}`)],
    ['VXLAN', udp(4789, `08000000 00045700 ${frame}`)],
    ['Geneve', udp(6081, `0000 6558 00000a00 ${frame}`)],
    ['GTP-U', udp(2152, `30 ff 001c 09fc9043 ${inner}`)],
  ])('%s does not need the dissector', (_, text) => {
    expect(scanBytes(hexBytes(text), raw)).not.toBeNull();
  });
});

describe('GRE (RFC 2784, RFC 2890, RFC 2637)', () => {
  it('reads what its flags tell of', () => {
    const dissection = dissectBytes(hexBytes(ipv4('2f', `b000 0800 12340000 0000002a 00000001 ${inner}`)), raw);
    expect(firstValue(dissection, 'gre.checksum')).toBe(0x1234);
    expect(firstValue(dissection, 'gre.key')).toBe(42);
    expect(firstValue(dissection, 'gre.sequence_number')).toBe(1);
  });

  it("reads the call in PPTP's key", () => {
    const dissection = dissectBytes(hexBytes(ipv4('2f', `3081 880b 001d 0007 00000001 00000009 21 ${inner}`)), raw);
    expect(firstValue(dissection, 'gre.key.payload_length')).toBe(29);
    expect(firstValue(dissection, 'gre.key.call_id')).toBe(7);
    expect(firstValue(dissection, 'gre.ack_number')).toBe(9);
    expect(nodesOf(dissection, 'gre.key')).toEqual([]);
  });
});

describe('lengths that lie', () => {
  it('a Geneve option behind the options is malformed', () => {
    const dissection = dissectBytes(hexBytes(udp(6081, `0100 0800 00000a00 0000 80 1f ${inner}`)), raw);
    expect(dissection.faults.map((fault) => fault.protocol)).toEqual(['geneve']);
  });

  it('a GTP extension header of length 0 is malformed', () => {
    const dissection = dissectBytes(hexBytes(udp(2152, `34 ff 0024 09fc9043 00000085 00 1009 00 ${inner}`)), raw);
    expect(dissection.faults.map((fault) => fault.protocol)).toEqual(['gtp']);
  });

  it('an NSH shorter than its base is malformed', () => {
    const dissection = dissectBytes(hexBytes(udp(4790, `0c000004 00045700 0001 01 01 00000a 07 ${inner}`)), raw);
    expect(dissection.faults.map((fault) => fault.protocol)).toEqual(['nsh']);
  });

  it('an L2TP attribute shorter than its header is malformed, and reading ends', () => {
    const dissection = dissectBytes(hexBytes(udp(1701, 'c802 0014 0001 0000 0000 0000 8002 0000 0000 0001')), raw);
    expect(dissection.faults.map((fault) => fault.protocol)).toEqual(['l2tp']);
  });
});

describe('L2TP control messages (RFC 2661)', () => {
  it('are named by their first attribute', () => {
    const dissection = dissectBytes(hexBytes(udp(1701, 'c802 0014 0001 0000 0000 0000 8008 0000 0000 0001')), raw);
    expect(firstValue(dissection, 'l2tp.avp.message_type')).toBe(1);
    expect(dissection.info).toBe('Start-Control-Connection-Request, tunnel 1, session 0');
  });
});

describe('Teredo (RFC 4380)', () => {
  it('turns the origin back over', () => {
    const dissection = dissectBytes(hexBytes(udp(3544, `0000 ffde f5fffffe ${innerV6}`)), raw);
    expect(firstValue(dissection, 'teredo.orig.port')).toBe(33);
    expect(firstValue(dissection, 'teredo.orig.addr')).toBe('10.0.0.1');
  });

  it('is told by its port where the IPv6 packet in it is cut', () => {
    const whole = hexBytes(udp(3544, innerV6));
    const cut = dissectBytes(whole.slice(0, 28 + 40), raw, { originalLength: whole.length });
    expect(firstValue(cut, 'ipv6.nxt')).toBe(17);
    expect(firstValue(dissectBytes(whole.slice(0, 28 + 10), raw), 'frame.protocols')).toMatch(/udp:teredo:ipv6/);
  });

  it('is told by content on another port', () => {
    expect(firstValue(dissectBytes(hexBytes(udp(40000, innerV6)), raw), 'frame.protocols')).toMatch(/udp:teredo:ipv6/);
  });
});

describe('sFlow', () => {
  const record = `00000001 ${'0000003a'} 00000001 0000002a 00000000 0000002a ${frame}`;
  const sample = `00000001 00000062 00000001 00000001 00000001 00000001 00000000 00000001 00000002 00000001 ${record}`;
  const bytes = hexBytes(udp(6343, `00000005 00000001 0a000009 00000000 00000007 00000001 00000001 ${sample}`));

  it('reads the sampled packet, whose addresses are not those of the report', () => {
    const dissection = dissectBytes(bytes, raw);
    expect(valuesOf(dissection, 'ip.src')).toEqual(['10.0.0.1', '192.0.2.1']);
    expect(summaryFacts(dissection.summary)).toMatchObject({ protocol: 'sflow', source: [10, 0, 0, 1] });
    expect(dissection.info).toBe('Version 5, seq 7, 1 samples');
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(bytes, raw)).toBeGreaterThan(0);
  });
});
