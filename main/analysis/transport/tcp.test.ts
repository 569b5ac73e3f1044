import { describe, expect, it } from 'vitest';
import { uncaptured } from '../packet-summary';
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
import { UnreadSegment } from './tcp-flags';
import { type Segment, tcpPacket, textBytes } from './testing/ip-packets';

const raw = LinkType.ipv4;
const read = (segment: Segment, verifyChecksums = false) => dissectBytes(tcpPacket(segment), raw, { verifyChecksums });
const timestamps = '0101 080a 00000007 00000009';

describe('the TCP header (RFC 9293 §3.1)', () => {
  const dissection = read({ flags: 0x18, payload: textBytes('hello') });

  it.each([
    ['tcp.srcport', 40_000],
    ['tcp.dstport', 50_000],
    ['tcp.len', 5],
    ['tcp.seq_raw', 100],
    ['tcp.ack_raw', 200],
    ['tcp.hdr_len', 20],
    ['tcp.flags', 0x18],
    ['tcp.flags.push', true],
    ['tcp.flags.ack', true],
    ['tcp.flags.syn', false],
    ['tcp.flags.str', '·······AP···'],
    ['tcp.window_size_value', 1000],
    ['tcp.checksum', 0x1234],
    ['tcp.checksum.status', 2],
    ['tcp.urgent_pointer', 0],
    ['tcp.payload', '68656c6c6f'],
    ['data.data', '68656c6c6f'],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('has both ports under tcp.port', () => {
    expect(valuesOf(dissection, 'tcp.port')).toEqual([40_000, 50_000]);
  });

  it('reads all twelve bits behind the data offset', () => {
    const all = read({ flags: 0xfff });
    expect(firstValue(all, 'tcp.flags')).toBe(0xfff);
    expect(firstValue(all, 'tcp.flags.str')).toBe('RRRACEUAPRSF');
    expect(all.summary.tcpFlags).toBe(0xfff);
  });

  it.each([
    ['no options', { flags: 0x18, payload: textBytes('hello') }],
    ['padded timestamps', { options: timestamps, payload: textBytes('hello') }],
    ['the options of a SYN', { flags: 2, options: '020405b4 0402 080a 00000001 00000000 01 030307' }],
    ['SACK blocks', { options: '0101 0512 00000001 00000002 00000003 00000004' }],
    ['a Fast Open cookie', { flags: 2, options: '220a 0102030405060708' }],
    ['an experimental Fast Open request', { flags: 2, options: 'fe04 f989' }],
    ['an option that is not known', { options: '4504 0102' }],
  ])('fills the columns as the scan does with %s', (_, segment) => {
    const packet = tcpPacket(segment);
    const scan = scanBytes(packet, raw);
    expect(scan).not.toBeNull();
    expect(summaryFacts(scan!)).toEqual(summaryFacts(dissectBytes(packet, raw).summary));
  });

  it.each([
    ['before the window scale', 4, uncaptured],
    ['behind the window scale', 12, 7],
  ])('tells options that were cut off %s from those that were not sent', (_, kept, windowScale) => {
    const packet = tcpPacket({ flags: 2, options: '020405b4 0402 01 030307 0101 080a 00000001 00000000' });
    const cut = dissectBytes(packet.subarray(0, 40 + kept), raw, { originalLength: packet.length });
    expect(cut.summary.windowScale).toBe(windowScale);
  });

  it('survives every truncation', () => {
    const options = '020405b4 0402 080a 00000001 00000000 01 030307';
    expect(readEveryTruncation(tcpPacket({ flags: 2, options, payload: textBytes('hi') }), raw)).toBeGreaterThan(60);
  });

  it('shows the fields before a cut and none behind', () => {
    const packet = tcpPacket({ options: timestamps });
    const cut = dissectBytes(packet.slice(0, 20 + 18), raw, { originalLength: packet.length });
    expect(firstValue(cut, 'tcp.checksum')).toBe(0x1234);
    expect(firstValue(cut, 'tcp.urgent_pointer')).toBeUndefined();
    expect(cut.faults).toMatchObject([{ protocol: 'tcp', kind: 'cut', needed: 2, available: 0 }]);
  });
});

describe('a data offset that cannot be', () => {
  it.each([0, 4])('of %i words shows the header length and nothing behind it', (dataOffset) => {
    const dissection = read({ dataOffset, payload: textBytes('hello') });
    expect(firstValue(dissection, 'tcp.hdr_len')).toBe(dataOffset * 4);
    expect(firstValue(dissection, 'tcp.flags')).toBeUndefined();
    expect(firstValue(dissection, 'tcp.payload')).toBeUndefined();
    expect(dissection.faults).toHaveLength(1);
    const tcpFlags = UnreadSegment.ack;
    expect(dissection.summary).toMatchObject({ tcpFlags, payloadStart: -1, payloadLength: 0, transport: 6 });
  });

  it('behind the segment leaves no length and no payload', () => {
    const dissection = read({ dataOffset: 15, payload: textBytes('hello') });
    expect(firstValue(dissection, 'tcp.flags')).toBe(0x10);
    expect(firstValue(dissection, 'tcp.len')).toBeUndefined();
    const tcpFlags = UnreadSegment.whole | UnreadSegment.ack;
    expect(dissection.summary).toMatchObject({ tcpFlags, payloadStart: -1, payloadLength: 0 });
    expect(scanBytes(tcpPacket({ dataOffset: 15 }), raw)).toBeNull();
  });
});

it('the first fragment of a datagram that cannot be put together is read, but its numbers mean nothing', () => {
  const packet = tcpPacket({ flags: 0x12, payload: textBytes('hello') });
  packet[6] = 0x20;
  const cut = dissectBytes(packet.subarray(0, packet.length - 2), raw);
  expect(firstValue(cut, 'tcp.seq_raw')).toBe(100);
  expect(firstValue(cut, 'tcp.len')).toBeUndefined();
  expect(cut.summary.tcpFlags).toBe(UnreadSegment.whole | UnreadSegment.syn | UnreadSegment.ack);
});

describe('a first SACK block (RFC 2883 §4), where 200 is acknowledged,', () => {
  it.each([
    ['that ends there tells of a duplicate', '050a 000000be 000000c8', [190, 200]],
    ['within the second tells of a duplicate', '0512 0000012c 00000136 00000100 00000200', [300, 310]],
    ['beside the second does not', '0512 0000012c 00000136 00000200 00000300', []],
    ['by itself behind it does not', '050a 000000c9 000000d0', []],
  ])('%s', (_, options, edges) => {
    const dissection = read({ options: `0101 ${options}` });
    const names = ['tcp.options.sack.dsack_le', 'tcp.options.sack.dsack_re'];
    expect(names.flatMap((name) => valuesOf(dissection, name))).toEqual(edges);
  });
});

describe('TCP options', () => {
  it.each([
    ['MSS', '020405b4', 'tcp.options.mss_val', [1460]],
    ['window scale', '030307', 'tcp.options.wscale.shift', [7]],
    ['the multiplier of a scale above 14 (RFC 7323 §2.3)', '030310', 'tcp.options.wscale.multiplier', [16_384]],
    ['SACK permitted', '0402', 'tcp.options.sack_perm', ['0402']],
    ['left edges', '0512 00000001 00000002 00000003 00000004', 'tcp.options.sack_le', [1, 3]],
    ['right edges', '0512 00000001 00000002 00000003 00000004', 'tcp.options.sack_re', [2, 4]],
    ['the number of blocks', '050a 00000001 00000002', 'tcp.options.sack.count', [1]],
    ['echo', '0606 0000002a', 'tcp.options.echo_value', [42]],
    ['timestamps', timestamps, 'tcp.options.timestamp.tsval', [7]],
    ['their echo', timestamps, 'tcp.options.timestamp.tsecr', [9]],
    ['CC', '0b06 00000005', 'tcp.options.cc_value', [5]],
    ['MD5', `1312${'ab'.repeat(16)}`, 'tcp.options.md5.digest', ['ab'.repeat(16)]],
    ['TCP-AO', '1d08 0102 cafebabe', 'tcp.options.ao.mac', ['cafebabe']],
    ['Quick-Start', '1b08 0501 00000000', 'tcp.options.qs.rate', [5]],
    ['user timeout', '1c04 8005', 'tcp.options.user_to_val', [5]],
    ['its unit', '1c04 8005', 'tcp.options.user_to_granularity', [true]],
    ['a Fast Open request', '2202', 'tcp.options.tfo.request', [null]],
    ['a Fast Open cookie', '2206 01020304', 'tcp.options.tfo.cookie', ['01020304']],
    ['an experimental cookie', 'fe08 f989 01020304', 'tcp.options.tfo.cookie', ['01020304']],
    ['another experiment', 'fd06 0001 0203', 'tcp.options.experimental.data', ['0203']],
    ['accurate ECN, order 0', 'ac0b 000001 000002 000003', 'tcp.options.acc_ecn.ee1b', [3]],
    ['accurate ECN, order 1', 'ae0b 000001 000002 000003', 'tcp.options.acc_ecn.ee1b', [1]],
    ['MPTCP capable', '1e0c 0081 aabbccdd11223344', 'tcp.options.mptcp.sendkey', [0xaabbccdd11223344n]],
    ['MPTCP join', '1e0c 1005 aabbccdd 11223344', 'tcp.options.mptcp.recvtok', [0xaabbccdd]],
    ['MPTCP signal', '1e14 2005 aabbccdd 11223344 55667788 aabbccdd', 'tcp.options.mptcp.datalvllen', [0xaabb]],
    ['MPTCP address', '1e0a 3101 0a000001 0050', 'tcp.options.mptcp.ipv4', ['10.0.0.1']],
    ['its port', '1e0a 3101 0a000001 0050', 'tcp.options.mptcp.port', [80]],
    ['an unknown one', '4504 0102', 'tcp.options.unknown.payload', ['0102']],
  ])('reads %s', (_, options, name, values) => {
    const dissection = read({ options });
    expect(valuesOf(dissection, name)).toEqual(values);
    expect(dissection.faults).toEqual([]);
  });

  it.each([
    ['length 0', '0200 0101'],
    ['length 1', '0201 0101'],
    ['a length behind the header', '0101 080a 00000001'],
    ['a length that its kind does not have', '0205 010203 010100'],
    ['half a SACK block', '050e 00000001 00000002 00000003 0000'],
    ['no length at all', '010101 02'],
  ])('takes %s for a fault of the options and hands the payload on', (_, options) => {
    const dissection = read({ options, payload: textBytes('abc') });
    expect(dissection.faults).toMatchObject([{ protocol: 'tcp', kind: 'malformed' }]);
    expect(firstValue(dissection, 'tcp.payload')).toBe('616263');
    expect(firstValue(dissection, 'data.data')).toBe('616263');
    expect(dissection.summary.payloadLength).toBe(3);
    expect(scanBytes(tcpPacket({ options }), raw)).toBeNull();
  });

  it('keeps what stands before the fault', () => {
    expect(read({ options: '020405b4 0300' }).summary.maximumSegmentSize).toBe(1460);
  });

  it('says in the list what a SYN offers', () => {
    const dissection = read({ flags: 2, options: '020405b4 0402 080a 00000001 00000000 01 030307' });
    expect(dissection.info).toBe('40000 → 50000 [SYN] Seq=100 Win=1000 MSS=1460 WS=128 SACK TS');
  });
});

describe('checksums', () => {
  it('are left alone unless asked for', () => {
    expect(valuesOf(read({}), 'tcp.checksum_calculated')).toEqual([]);
  });

  it('are told right from wrong', () => {
    const bad = read({ payload: textBytes('odd') }, true);
    expect(firstValue(bad, 'tcp.checksum.status')).toBe(0);
    const right = firstValue(bad, 'tcp.checksum_calculated') as number;
    const packet = tcpPacket({ payload: textBytes('odd') });
    new DataView(packet.buffer).setUint16(20 + 16, right);
    expect(firstValue(dissectBytes(packet, raw, { verifyChecksums: true }), 'tcp.checksum.status')).toBe(1);
  });

  it('of a segment from RFC 1071 arithmetic by hand', () => {
    // 0a00 0001 0a00 0002 0006 0014 + 9c40 c350 0000 0064 0000 00c8 5010 03e8 0000 0000, folded and inverted.
    const sum = 0x0a00 + 1 + 0x0a00 + 2 + 6 + 0x14 + 0x9c40 + 0xc350 + 0x64 + 0xc8 + 0x5010 + 0x3e8;
    const expected = 0xffff - ((sum & 0xffff) + (sum >> 16));
    expect(firstValue(read({}, true), 'tcp.checksum_calculated')).toBe(expected);
  });
});

describe('a segment that an ICMP error quotes', () => {
  const quote = (length: number) => {
    const quoted = tcpPacket({}).slice(0, length);
    const icmp = hexBytes('0303 0000 00000000');
    const packet = new Uint8Array(20 + icmp.length + quoted.length);
    packet.set(tcpPacket({}).slice(0, 20));
    packet.set(icmp, 20);
    packet.set(quoted, 28);
    packet[9] = 1;
    new DataView(packet.buffer).setUint16(2, packet.length);
    return dissectBytes(packet, raw);
  };

  it('shows ports and sequence number from its first 8 bytes', () => {
    const dissection = quote(28);
    expect(firstValue(dissection, 'tcp.srcport')).toBe(40_000);
    expect(firstValue(dissection, 'tcp.seq')).toBe(100);
    expect(nodesOf(dissection, 'tcp.flags')).toEqual([]);
  });

  it('shows acknowledgment and window as they stand, where they are quoted', () => {
    expect(firstValue(quote(40), 'tcp.ack')).toBe(200);
    expect(firstValue(quote(40), 'tcp.window_size')).toBe(1000);
  });

  it('leaves the columns to the ICMP message', () => {
    expect(quote(40).summary).toMatchObject({ transport: 0, hasPorts: false, tcpFlags: 0 });
  });
});
