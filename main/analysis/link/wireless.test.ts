import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  readEveryTruncation,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';

const wirelessLink = 105;
const [a, b, c, d] = ['020000000001', '020000000002', '020000000003', '020000000004'];
const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
const llc = `aaaa 03 000000 0800 ${datagram}`;

describe('802.11 data frames (IEEE 802.11 §9.3.2)', () => {
  it.each([
    ['direct', '00', { 'wlan.da': a, 'wlan.sa': b, 'wlan.bssid': c }],
    ['to the access point', '01', { 'wlan.bssid': a, 'wlan.sa': b, 'wlan.da': c, 'wlan.staa': b }],
    ['from the access point', '02', { 'wlan.da': a, 'wlan.bssid': b, 'wlan.sa': c, 'wlan.staa': a }],
    ['between access points', '03', { 'wlan.ra': a, 'wlan.ta': b, 'wlan.da': c, 'wlan.sa': d }],
  ])('know whose the addresses are: %s', (_, flags, expected) => {
    const fourth = flags === '03' ? d : '';
    const dissection = dissectBytes(hexBytes(`08 ${flags} 2c00 ${a} ${b} ${c} 7030 ${fourth} ${llc}`), wirelessLink);
    for (const [name, value] of Object.entries(expected)) expect(firstValue(dissection, name)).toBe(value);
    expect(firstValue(dissection, 'wlan.seq')).toBe(0x307);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
  });

  it('may have QoS and HT control', () => {
    const dissection = dissectBytes(hexBytes(`88 81 3000 ${a} ${b} ${c} 7005 0600 ffffffff ${llc}`), wirelessLink);
    expect(firstValue(dissection, 'wlan.qos.tid')).toBe(6);
    expect(firstValue(dissection, 'wlan.htc')).toBe(0xffffffff);
    expect(firstValue(dissection, 'ip.src')).toBe('10.0.0.1');
  });

  it('may carry several packets, of which the first fills the columns (§9.3.2.2)', () => {
    const packet = (last: string) =>
      `aaaa 03 000000 0800 4500001d 00010000 40110000 0a000001 0a00000${last} 1388 1770 0009 0000 41`;
    const subframes = `${c} ${d} 0025 ${packet('2')} 00 ${d} ${c} 0025 ${packet('3')}`;
    const frame = hexBytes(`88 01 0000 ${a} ${b} ${c} 7000 8000 ${subframes}`);
    const dissection = dissectBytes(frame, wirelessLink);
    expect(valuesOf(dissection, 'wlan_aggregate.a_mdsu.length')).toEqual([37, 37]);
    expect(valuesOf(dissection, 'ip.dst')).toEqual(['10.0.0.2', '10.0.0.3']);
    expect(summaryFacts(dissection.summary)).toMatchObject({ protocol: 'udp', payloadLength: 1 });
    expect(readEveryTruncation(frame, wirelessLink)).toBeGreaterThan(60);
  });

  it('show a fragment behind the first as data (§10.4)', () => {
    const dissection = dissectBytes(hexBytes(`08 00 2c00 ${a} ${b} ${c} 7130 0a000001`), wirelessLink);
    expect(valuesOf(dissection, 'data.data')).toEqual(['0a000001']);
  });

  it('show an encrypted payload as data, under their own addresses', () => {
    const dissection = dissectBytes(hexBytes(`08 41 2c00 ${a} ${b} ${c} 7030 0102030405060708`), wirelessLink);
    expect(valuesOf(dissection, 'data.data')).toEqual(['0102030405060708']);
    expect(summaryFacts(dissection.summary)).toMatchObject({ protocol: 'wlan', addressFamily: 1 });
  });

  it('survive every cut', () => {
    expect(readEveryTruncation(hexBytes(`08 01 2c00 ${a} ${b} ${c} 7030 ${llc}`), wirelessLink)).toBeGreaterThan(0);
  });
});

describe('802.11 management and control frames', () => {
  const beacon = hexBytes(
    `80 00 0000 ffffffffffff ${a} ${a} 1000 0807060504030201 6400 3104 00 04 686f6d65 01 02 8296 03 01 0b`,
  );

  it('read a beacon with the name of its network', () => {
    const dissection = dissectBytes(beacon, wirelessLink);
    expect(firstValue(dissection, 'wlan.fixed.timestamp')).toBe(0x0102030405060708n);
    expect(firstValue(dissection, 'wlan.fixed.beacon')).toBe(100);
    expect(firstValue(dissection, 'wlan.ssid')).toBe('686f6d65');
    expect(firstValue(dissection, 'wlan.ds.current_channel')).toBe(11);
    expect(dissection.info).toBe('Beacon, SN=1, SSID=home');
  });

  it('survive every cut of a beacon', () => {
    expect(readEveryTruncation(beacon, wirelessLink)).toBeGreaterThan(0);
  });

  it('read an acknowledgment, which has one address', () => {
    const dissection = dissectBytes(hexBytes(`d4 00 0000 ${a}`), wirelessLink);
    expect(firstValue(dissection, 'wlan.ra')).toBe(a);
    expect(firstValue(dissection, 'wlan.ta')).toBeUndefined();
    expect(dissection.info).toBe('Acknowledgment');
  });
});

describe('capture headers before 802.11', () => {
  const data = `08 01 2c00 ${a} ${b} ${c} 7030 ${llc}`;

  it('radiotap: aligns each field to its size, and leaves out the check sequence that its flags tell of', () => {
    // Flags, rate, channel, signal: the channel is aligned to two bytes.
    const header = '00 00 0f00 2e000000 10 02 6c09 a000 d3';
    const dissection = dissectBytes(hexBytes(`${header} ${data} deadbeef`), 127);
    expect(firstValue(dissection, 'radiotap.datarate')).toBe(1);
    expect(firstValue(dissection, 'radiotap.channel.freq')).toBe(2412);
    expect(firstValue(dissection, 'radiotap.dbm_antsignal')).toBe(-45);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expect(readEveryTruncation(hexBytes(`${header} ${data}`), 127)).toBeGreaterThan(0);
  });

  it.each([0, 7])('radiotap: a header length of %i is malformed', (length) => {
    const dissection = dissectBytes(hexBytes(`00 00 0${length}00 00000000 ${data}`), 127);
    expect(dissection.faults.map((fault) => fault.protocol)).toEqual(['radiotap']);
  });

  it.each([
    [1, '4142'],
    [0, '4142deadbeef'],
  ])('PPI: leaves out the check sequence where its flags tell of one: %i', (flag, expected) => {
    const common = `0200 1400 0000000000000000 0${flag}00 0200 6c09 a000 00 00 d8 a0`;
    const unknown = `08 01 2c00 ${a} ${b} ${c} 7030 aaaa 03 000000 9999 4142`;
    const dissection = dissectBytes(hexBytes(`00 00 2000 69000000 ${common} ${unknown} deadbeef`), 192);
    expect(valuesOf(dissection, 'data.data')).toEqual([expected]);
  });

  it.each([
    ['Prism, little-endian', 119, `44000000 20000000 ${'00'.repeat(24)}`],
    ['Prism, big-endian', 119, `00000044 00000020 ${'00'.repeat(24)}`],
    ['AVS', 163, '80211001 0000000c 00000000'],
    ['AVS where Prism was said', 119, '80211001 0000000c 00000000'],
    ['PPI', 192, '00 00 1000 69000000 0800 0400 00000000'],
  ])('%s', (_, link, header) => {
    const bytes = hexBytes(`${header} ${data}`);
    expect(firstValue(dissectBytes(bytes, link), 'udp.srcport')).toBe(5000);
    expect(readEveryTruncation(bytes, link)).toBeGreaterThan(0);
  });
});
