import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, LinkType, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';
import { tcpPacket, textBytes, udpPacket } from '../transport/testing/ip-packets';

const raw = LinkType.ipv4;
const datagram = (content: string, port: number) => dissectBytes(udpPacket(hexBytes(content), [50_000, port]), raw);
const dialog = (text: string, port: number) =>
  dissectBytes(tcpPacket({ destinationPort: port, payload: textBytes(text) }), raw);

const zeros = (count: number) => '00'.repeat(count);
const dhcpDiscover = `01010600 3903f326 0000 8000 ${zeros(16)} 020000000001 ${zeros(10)} ${zeros(192)} 63825363
  350101 0c0468 6f7374 3204c0a80005 370301 0306 ff`;
const ntpServer = `24 02 06 e9 00000100 00000200 c0000201 ${'e0000000 00000000'.repeat(4)}`;
const kexInit = `0000001c 04 14 ${zeros(22)} 00000000`;
const initial = `c3 00000001 04 01020304 02 aabb 00 05 1122334455`;
const wireguardData = `04000000 78563412 0100000000000000 ${zeros(16)}`;
const snmpGet = '3026 020101 0406 7075626c6963 a019 020400000007 020100 020100 300b 3009 06052b06010201 0500';
const radiusRequest = `01 07 001b ${'ab'.repeat(16)} 01 07 616c696365`;

describe('protocols of datagrams', () => {
  it.each([
    ['dhcp', dhcpDiscover, 67, 'dhcp.option.dhcp', 1],
    ['dhcp', dhcpDiscover, 67, 'dhcp.option.hostname', 'host'],
    ['dhcp', dhcpDiscover, 67, 'dhcp.hw.mac_addr', '020000000001'],
    ['dhcpv6', '01 123456 0008 0002 0000', 547, 'dhcpv6.option.type', 8],
    ['ntp', ntpServer, 123, 'ntp.stratum', 2],
    ['quic', initial, 443, 'quic.dcid', '01020304'],
    ['quic', initial, 9999, 'quic.length', 5n],
    ['wg', wireguardData, 51_820, 'wg.receiver', 0x12345678],
    ['wg', wireguardData, 51_820, 'wg.counter', 1n],
    ['snmp', snmpGet, 161, 'snmp.community', 'public'],
    ['snmp', snmpGet, 161, 'snmp.request_id', 7],
    ['radius', radiusRequest, 1812, 'radius.avp.type', 1],
    ['tftp', '0001 6162 00 6f63746574 00', 69, 'tftp.source_file', 'ab'],
    ['syslog', '3c33343e 6869', 514, 'syslog.facility', 4],
    [
      'nbns',
      `0001 0110 0001 0000 0000 0000 20 ${'4547'.repeat(1)}${'4341'.repeat(15)} 00 0020 0001`,
      137,
      'nbns.name',
      'F<20>',
    ],
  ])('reads %s', (name, content, port, fieldName, value) => {
    const dissection = datagram(content, port);
    expect(dissection.protocolNames.at(-1)).toBe(name);
    expect(firstValue(dissection, fieldName)).toBe(value);
    expect(dissection.faults).toEqual([]);
  });

  it.each([
    [dhcpDiscover, 67, 'Discover 0x3903f326 asks for 192.168.0.5 from host'],
    [ntpServer, 123, 'NTPv4, server, stratum 2'],
    [initial, 443, 'Initial, DCID=01020304, SCID=aabb'],
    [wireguardData, 51_820, 'Transport Data, receiver=0x12345678'],
    [snmpGet, 161, 'SNMPv2c get-request 7'],
    [radiusRequest, 1812, 'Access-Request id=7'],
    ['3c33343e 6869', 514, 'AUTH.CRIT: hi'],
    ['0003 0001 6162', 69, 'Data, block 1, 2 bytes'],
  ])('says it in the list', (content, port, info) => {
    expect(datagram(content, port).info).toBe(info);
  });

  it.each([
    [67, 'ffff'],
    [123, '00'],
    [161, 'ff00'],
    [514, '41424344'],
    [1812, 'ff00 0014'],
    [443, 'ff deadbeef 00 00 00'],
    [69, '0009 0000'],
  ])('shows what a registered port %i does not explain as data', (port, content) => {
    expect(datagram(content, port).protocolNames.at(-1)).toBe('data');
  });

  it('tells dates after 2036 from those before (RFC 5905 §6)', () => {
    const times = (seconds: string) => firstValue(datagram(ntpServer.replaceAll('e0000000', seconds), 123), 'ntp.xmt');
    expect(times('83aa7e80')).toBe(0n);
    expect(times('00000001')).toBe((0x100000001n - 2_208_988_800n) * 1_000_000_000n);
  });
});

describe('protocols of streams', () => {
  it('reads an SSH banner and the packets before encryption', () => {
    const bytes = new Uint8Array([...textBytes('SSH-2.0-test\r\n'), ...hexBytes(kexInit)]);
    const dissection = dissectBytes(tcpPacket({ destinationPort: 22, payload: bytes }), raw);
    expect(firstValue(dissection, 'ssh.protocol')).toBe('SSH-2.0-test');
    expect(firstValue(dissection, 'ssh.message_code')).toBe(20);
    expect(dissection.info).toBe('SSH-2.0-test, Key Exchange Init');
  });

  it('reads a SIP request and its headers', () => {
    const text = 'INVITE sip:bob@example.org SIP/2.0\r\nf: <sip:a@b>\r\nCall-ID: 42\r\n\r\n';
    const dissection = dialog(text, 5060);
    expect(firstValue(dissection, 'sip.Method')).toBe('INVITE');
    expect(firstValue(dissection, 'sip.From')).toBe('<sip:a@b>');
    expect(firstValue(dissection, 'sip.Call-ID')).toBe('42');
    expect(dissection.info).toBe('Request: INVITE sip:bob@example.org');
  });

  it.each([
    ['ftp', 'USER anonymous\r\n', 21, 'ftp.request.command', ['USER']],
    ['ftp', '220-a\r\n220 b\r\n', 21, 'ftp.response.code', [220, 220]],
    ['smtp', 'MAIL FROM:<a@b>\r\n', 25, 'smtp.req.parameter', ['FROM:<a@b>']],
    ['smtp', 'Dear Bob,\r\n', 25, 'smtp.req.command', []],
    ['pop', '+OK ready\r\n', 110, 'pop.response.indicator', ['+OK']],
    ['imap', 'a1 LOGIN x y\r\n', 143, 'imap.request.command', ['LOGIN']],
    ['imap', 'a1 OK done\r\n', 143, 'imap.response.status', ['OK']],
  ])('reads %s', (name, text, port, fieldName, values) => {
    const dissection = dialog(text, port);
    expect(dissection.protocolNames.at(-1)).toBe(name);
    expect(valuesOf(dissection, fieldName)).toEqual(values);
  });

  it('shows bytes on the port of a text protocol as data', () => {
    expect(dialog('\x00\x01\x02', 21).protocolNames.at(-1)).toBe('data');
  });
});

describe('hostile input', () => {
  const samples: readonly (readonly [string, number])[] = [
    [dhcpDiscover, 67],
    [ntpServer, 123],
    [initial, 443],
    [snmpGet, 161],
    [radiusRequest, 1812],
    ['0001 6162 00 6f63746574 00', 69],
    [`1a2b 8180 0001 0001 0000 0000 01 61 00 0001 0001 c00c 0006 0001 00000000 0006 c00c c00c 0000`, 53],
    ['01 123456 0008 0002 0000', 547],
  ];

  it.each(samples)('cut after every byte throws nothing', (content, port) => {
    readEveryTruncation(udpPacket(hexBytes(content), [50_000, port]), raw);
  });

  it.each(samples)('with bytes changed at random throws nothing and comes to an end', (content, port) => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 400; round++) {
      const packet = udpPacket(hexBytes(content), [50_000, port]);
      for (let i = 0; i < 4; i++) packet[28 + random(packet.length - 28)] = random(256);
      expect(dissectBytes(packet, raw).faults.length).toBeLessThan(8);
    }
  });
});
