import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  nodesOf,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
} from '../testing/dissect-bytes';

const ethernet = 'ffffffffffff 001122334455 0806';
const frame = (arp: string) => hexBytes(`${ethernet} ${arp}`);
const request = '0001 0800 06 04 0001 001122334455 c0a80001 000000000000 c0a80002';

describe('ARP (RFC 826)', () => {
  const dissection = dissectBytes(frame(request));

  it.each([
    ['arp.hw.type', 1],
    ['arp.proto.type', 0x0800],
    ['arp.hw.size', 6],
    ['arp.proto.size', 4],
    ['arp.opcode', 1],
    ['arp.src.hw_mac', '001122334455'],
    ['arp.src.proto_ipv4', '192.168.0.1'],
    ['arp.dst.hw_mac', '000000000000'],
    ['arp.dst.proto_ipv4', '192.168.0.2'],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('fills the columns as the scan does', () => {
    expect(summaryFacts(scanBytes(frame(request))!)).toEqual(summaryFacts(dissection.summary));
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(frame(request))).toBeGreaterThan(40);
  });

  it.each([
    [request, 'Who has 192.168.0.2? Tell 192.168.0.1'],
    ['0001 0800 06 04 0002 001122334455 c0a80001 aabbccddeeff c0a80002', '192.168.0.1 is at 00:11:22:33:44:55'],
    ['0001 0800 06 04 0001 001122334455 c0a80001 000000000000 c0a80001', 'Gratuitous ARP for 192.168.0.1'],
    ['0001 0800 06 04 0001 001122334455 00000000 000000000000 c0a80001', 'Who has 192.168.0.1? (probe)'],
    [
      '0001 0800 06 04 0003 001122334455 00000000 aabbccddeeff 00000000',
      'Who is aa:bb:cc:dd:ee:ff? Tell 00:11:22:33:44:55',
    ],
    ['0001 0800 06 04 0004 001122334455 c0a80001 aabbccddeeff c0a80002', 'aa:bb:cc:dd:ee:ff is at 192.168.0.2'],
    ['0001 0800 06 04 0009 001122334455 c0a80001 aabbccddeeff c0a80002', '00:11:22:33:44:55 is at 192.168.0.1'],
    ['0001 0800 06 04 0063 001122334455 c0a80001 aabbccddeeff c0a80002', 'Operation 99'],
  ])('says what is meant: %s', (arp, info) => {
    expect(dissectBytes(frame(arp)).info).toBe(info);
  });

  it('marks gratuitous requests, announcements and probes', () => {
    const announcement = dissectBytes(frame('0001 0800 06 04 0001 001122334455 c0a80001 000000000000 c0a80001'));
    expect(firstValue(announcement, 'arp.isgratuitous')).toBe(true);
    expect(firstValue(announcement, 'arp.isannouncement')).toBe(true);
    const probe = dissectBytes(frame('0001 0800 06 04 0001 001122334455 00000000 000000000000 c0a80001'));
    expect(firstValue(probe, 'arp.isprobe')).toBe(true);
    expect(nodesOf(dissection, 'arp.isgratuitous')).toEqual([]);
  });

  it('shows addresses of other sizes as bytes', () => {
    const other = dissectBytes(frame('0007 9999 01 02 0001 aa bbbb cc dddd'));
    expect(firstValue(other, 'arp.src.hw')).toBe('aa');
    expect(firstValue(other, 'arp.src.proto')).toBe('bbbb');
    expect(firstValue(other, 'arp.dst.proto')).toBe('dddd');
    expect(firstValue(other, 'arp.src.proto_ipv4')).toBeUndefined();
  });

  it('shows no address where sizes say more than there is', () => {
    const lying = dissectBytes(frame('0001 0800 ff 04 0001 001122334455 c0a80001 000000000000 c0a80002'));
    expect(firstValue(lying, 'arp.opcode')).toBe(1);
    expect(firstValue(lying, 'arp.src.hw')).toBeUndefined();
    expect(lying.faults[0]).toMatchObject({ protocol: 'arp', kind: 'malformed', needed: 518, available: 20 });
    expect(scanBytes(frame('0001 0800 ff 04 0001 001122334455 c0a80001 000000000000 c0a80002'))).toBeNull();
  });

  it('reads reverse ARP by its EtherType', () => {
    const reverse = hexBytes(
      'ffffffffffff 001122334455 8035 0001 0800 06 04 0003 001122334455 00000000 001122334455 00000000',
    );
    expect(firstValue(dissectBytes(reverse), 'arp.opcode')).toBe(3);
  });
});
