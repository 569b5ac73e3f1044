import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';

const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
const snap = `aaaa 03 000000 0800 ${datagram}`;
const [one, two] = ['020000000001', '020000000002'];
const ethernet = `${one} ${two} 0800 ${datagram}`;
const zeros = (count: number) => '00'.repeat(count);

describe('IP is reached under every link type that carries it', () => {
  it.each([
    ['Ethernet', 1, ethernet],
    ['Token Ring', 6, `10 40 ${one} ${two} ${snap}`],
    ['Token Ring with a route', 6, `10 40 ${one} 820000000002 0610 00110020 ${snap}`],
    ['ARCNET, RFC 1201', 7, `01 02 d4 00 0001 ${datagram}`],
    ['ARCNET, RFC 1201, an exception packet', 7, `01 02 d4 ff 0000 00 0001 ${datagram}`],
    ['ARCNET, RFC 1051', 7, `01 02 f0 ${datagram}`],
    ['ARCNET of Linux', 129, `01 02 0000 d4 00 0001 ${datagram}`],
    ['FDDI', 10, `50 ${one} ${two} ${snap}`],
    ['ATM, LLC', 100, snap],
    ['classical IP over ATM', 106, datagram],
    ['classical IP over ATM, with SNAP', 106, snap],
    ['SunATM, LLC', 123, `02 00 0020 ${snap}`],
    ['SunATM, LAN emulation', 123, `01 00 0020 0001 ${ethernet}`],
    ['Cisco HDLC', 104, `0f 00 0800 ${datagram}`],
    ['Frame Relay, NLPID', 107, `0801 03 cc ${datagram}`],
    ['Frame Relay, SNAP', 107, `0801 03 00 80 000000 0800 ${datagram}`],
    ['Frame Relay, bridged', 107, `0801 03 00 80 0080c2 0007 ${ethernet}`],
    ["Frame Relay, Cisco's form", 107, `0801 0800 ${datagram}`],
    ['Frame Relay, four bytes of address', 107, `08000001 03 cc ${datagram}`],
    ['PFLOG', 117, `2d 02 00 00 ${zeros(44)} ${datagram}`],
    ['IP over Fibre Channel', 122, `1000${one} 1000${two} ${snap}`],
    ['Juniper Ethernet', 178, `4d4743 80 0003 030101 ${ethernet}`],
    ['IPNET', 226, `01 02 0000 0000001c 00000002 00000000 00000000 00000000 ${datagram}`],
    ['IPv4', 228, datagram],
    ['NFLOG, little-endian', 239, `02 00 0014 0800 0100 0800 0100 2000 0900 ${datagram}`],
    ['NFLOG, big-endian', 239, `02 00 0014 0008 0001 0800 0100 0020 0009 ${datagram}`],
    ['IPoIB', 242, `${zeros(40)} 0800 0000 ${datagram}`],
    ['PKTAP', 258, `6c000000 01000000 01000000 656e3000${zeros(92)} ${ethernet}`],
    ['PKTAP as Apple once wrote it', 149, `6c000000 01000000 01000000 656e3000${zeros(92)} ${ethernet}`],
    ['ENC of a little-endian host', 109, `02000000 00000007 00000000 ${datagram}`],
    ['ENC of a big-endian host', 109, `00000002 00000007 00000000 ${datagram}`],
    ['PPP with a direction', 204, `01 ff03 0021 ${datagram}`],
    ['802.1ah', 1, `${one} ${two} 88e7 0000000a ${ethernet}`],
    ['MPLS', 219, `00064140 ${datagram}`],
    ['PPPoE', 51, `1100 0001 001e 0021 ${datagram}`],
  ])('%s', (_, link, text) => {
    const bytes = hexBytes(text);
    const dissection = dissectBytes(bytes, link);
    expect(dissection.faults).toEqual([]);
    expect(firstValue(dissection, 'ip.src')).toBe('10.0.0.1');
    expect(firstValue(dissection, 'udp.dstport')).toBe(6000);
    expect(readEveryTruncation(bytes, link)).toBeGreaterThan(0);
  });
});

describe('lengths that lie', () => {
  it.each([
    ['PPI', 192, '00 00 0000 01000000'],
    ['PKTAP', 258, `00000000 01000000 01000000 ${zeros(96)}`],
    ['NFLOG', 239, '02 00 0014 0000 0900 0000'],
    ['AVS', 163, '80211001 00000000'],
    ['Prism', 119, `44000000 00000000 ${zeros(16)}`],
  ])('of 0 in %s are malformed, and reading ends', (_, link, text) => {
    const dissection = dissectBytes(hexBytes(text), link);
    expect(dissection.faults.map((fault) => fault.kind)).toEqual(['malformed']);
  });
});

describe('CAN', () => {
  it.each([
    ['a standard identifier', '00000123 02 000000 abcd', 0x123, false],
    ['an extended identifier', '92345678 02 000000 abcd', 0x12345678, true],
  ])('with %s', (_, text, identifier, extended) => {
    const dissection = dissectBytes(hexBytes(text), 227);
    expect(firstValue(dissection, 'can.id')).toBe(identifier);
    expect(firstValue(dissection, 'can.flags.xtd')).toBe(extended);
    expect(valuesOf(dissection, 'data.data')).toEqual(['abcd']);
    expect(readEveryTruncation(hexBytes(text), 227)).toBeGreaterThan(0);
  });
});

describe('blocks of a pcapng file that count as frames', () => {
  it('a custom block is called one', () => {
    const dissection = dissectBytes(hexBytes('0102'), 0x10bad);
    expect(dissection.info).toMatch(/^Custom block/);
    expect(valuesOf(dissection, 'data.data')).toEqual(['0102']);
    expect(firstValue(dissection, 'frame.protocols')).toBe('data');
  });

  it('an entry of the journal is read by its lines, up to what is no text', () => {
    const lines = 'PRIORITY=3\nMESSAGE=it broke\n_HOSTNAME=box\n_PID=7\nRAW\n\u0001';
    const bytes = new TextEncoder().encode(lines);
    const dissection = dissectBytes(bytes, 0x10009);
    expect(dissection.info).toBe('it broke');
    expect(firstValue(dissection, 'systemd_journal.priority')).toBe(3);
    expect(valuesOf(dissection, 'systemd_journal.line')).toEqual(['_PID=7']);
    expect(valuesOf(dissection, 'data.data')).toEqual(['5241570a01']);
    readEveryTruncation(bytes, 0x10009);
  });
});

describe('a link type that is not decoded', () => {
  it('says which it is, and shows the frame as data', () => {
    const dissection = dissectBytes(hexBytes('0102'), 223);
    expect(dissection.info).toBe('Link type 223 (WIHART) is not decoded');
    expect(valuesOf(dissection, 'data.data')).toEqual(['0102']);
    expect(firstValue(dissection, 'frame.link_type')).toBe(223);
  });

  it('has no name where the registry has none', () => {
    expect(dissectBytes(hexBytes('0102'), 65000).info).toBe('Link type 65000 is not decoded');
  });
});
