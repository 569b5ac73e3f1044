import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  LinkType,
  readEveryTruncation,
  valuesOf,
} from '../../testing/dissect-bytes';
import { tcpPacket, udpPacket } from '../../transport/testing/ip-packets';
import { readName } from './dns-name';

const raw = LinkType.ipv4;
const read = (message: string, port = 53) => dissectBytes(udpPacket(hexBytes(message), [50_000, port]), raw);
const example = '07 6578616d706c65 03 6f7267 00';
const question = `${example} 0001 0001`;
/** Header of a response with one question and one answer about it. */
const response = `1a2b 8180 0001 0001 0000 0000 ${question} c00c`;
const answer = (type: string, data: string) => {
  const length = hexBytes(data).length.toString(16).padStart(4, '0');
  return read(`${response} ${type} 0001 0000012c ${length} ${data}`);
};

describe('on a port that speaks for nothing', () => {
  it.each([
    ['a query', `1a2b 0100 0001 0000 0000 0000 ${question}`, true],
    ['an answer', `${response} 0001 0001 0000012c 0004 c0000201`, true],
    ['a query with a class that there is not', `1a2b 0100 0001 0000 0000 0000 ${example} 0001 0007`, false],
    ['a name that does not end', '1a2b 0100 0001 0000 0000 0000 3f 6578616d706c65 0001 0001', false],
    ['two questions', `1a2b 0100 0002 0000 0000 0000 ${question} ${question}`, false],
    ['zeroes', '00'.repeat(40), false],
  ])('%s is told by its content', (_, message, isDns) => {
    expect(read(message, 5333).protocolNames.includes('dns')).toBe(isDns);
  });
});

describe('a DNS query (RFC 1035 §4)', () => {
  const dissection = read(`1a2b 0100 0001 0000 0000 0000 ${question}`);

  it.each([
    ['dns.id', 0x1a2b],
    ['dns.flags', 0x0100],
    ['dns.flags.response', false],
    ['dns.flags.recdesired', true],
    ['dns.count.queries', 1],
    ['dns.qry.name', 'example.org'],
    ['dns.qry.name.len', 11],
    ['dns.count.labels', 2],
    ['dns.qry.type', 1],
    ['dns.qry.class', 1],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('says what is asked for', () => {
    expect(dissection.info).toBe('Standard query 0x1a2b A example.org');
  });

  it('stands behind its length over TCP, and may go on in a later segment', () => {
    const message = `001d 1a2b 0100 0001 0000 0000 0000 ${question}`;
    const whole = tcpPacket({ destinationPort: 53, payload: hexBytes(message) });
    expect(firstValue(dissectBytes(whole, raw), 'dns.length')).toBe(29);
    expect(firstValue(dissectBytes(whole, raw), 'dns.qry.name')).toBe('example.org');
    const part = tcpPacket({ destinationPort: 53, payload: hexBytes(message).slice(0, 20) });
    expect(dissectBytes(part, raw).faults).toEqual([]);
    expect(dissectBytes(part, raw).info).toBe('18 of 29 bytes');
  });
});

describe('DNS records', () => {
  it.each([
    ['A', '0001', 'c0000201', 'dns.a', '192.0.2.1'],
    ['AAAA', '001c', '20010db8000000000000000000000001', 'dns.aaaa', '20010db8000000000000000000000001'],
    ['NS', '0002', '026e73 c00c', 'dns.ns', 'ns.example.org'],
    ['CNAME', '0005', '03777777 c00c', 'dns.cname', 'www.example.org'],
    ['PTR', '000c', 'c00c', 'dns.ptr.domain_name', 'example.org'],
    ['SOA', '0006', `026e73c00c 0161c00c 00000001 00000002 00000003 00000004 00000005`, 'dns.soa.minimum_ttl', 5],
    ['MX', '000f', '000a 026d78 c00c', 'dns.mx.mail_exchange', 'mx.example.org'],
    ['TXT', '0010', '05 68656c6c6f', 'dns.txt', 'hello'],
    ['SRV', '0021', '0001 0002 01bb 0161 c00c', 'dns.srv.port', 443],
    ['NAPTR', '0023', '0001 0002 01 75 00 01 21 00', 'dns.naptr.regex', '!'],
    ['CAA', '0101', '80 05 6973737565 6361', 'dns.caa.issue', 'ca'],
    ['DS', '002b', '1234 08 02 abcd', 'dns.ds.digest', 'abcd'],
    ['DNSKEY', '0030', '0101 03 08 abcd', 'dns.dnskey.flags.secure_entry_point', true],
    ['RRSIG', '002e', '0001 08 02 0000012c 5f000000 5e000000 1234 c00c abcd', 'dns.rrsig.signature', 'abcd'],
    ['NSEC', '002f', 'c00c 0001 40', 'dns.nsec.next_domain_name', 'example.org'],
    // RFC 4648 §7: ff00ff is 11111 11100 00000 01111 1111(0).
    ['NSEC3', '0032', '01 00 000a 00 03 ff00ff', 'dns.nsec3.hash_value', 'vs0fu'],
    ['TLSA', '0034', '03 01 01 abcd', 'dns.tlsa.selector', 1],
    ['SVCB', '0041', '0001 00 0001 0003 02 6832', 'dns.svcb.svcparam.alpn', 'h2'],
    ['SSHFP', '002c', '01 02 abcd', 'dns.sshfp.fingerprint', 'abcd'],
    ['HINFO', '000d', '03 583836 02 4f53', 'dns.hinfo.os', 'OS'],
    ['an unknown type', 'fff0', 'abcd', 'dns.data', 'abcd'],
  ])('reads %s', (_, type, data, name, value) => {
    const dissection = answer(type, data);
    expect(dissection.faults).toEqual([]);
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('reads the options of EDNS (RFC 6891)', () => {
    const dissection = read(
      `1a2b 0120 0001 0000 0000 0001 ${question} 00 0029 1000 00 00 8000 000b 0008 0007 0001 18 00 c00002`,
    );
    expect(firstValue(dissection, 'dns.rr.udp_payload_size')).toBe(4096);
    expect(firstValue(dissection, 'dns.resp.z.do')).toBe(true);
    expect(firstValue(dissection, 'dns.opt.client.addr4')).toBe('192.0.2.0');
  });

  it('says the answers', () => {
    expect(answer('0001', 'c0000201').info).toBe('Standard query response 0x1a2b A example.org A 192.0.2.1');
  });
});

describe('names (RFC 1035 §4.1.4)', () => {
  const name = (text: string, start = 0) => readName(hexBytes(text), 0, start, hexBytes(text).length);

  it('follows pointers that lead back', () => {
    expect(name(`${example} 0177 c000`, 13)).toMatchObject({ text: 'w.example.org', length: 4, labels: 3, fault: '' });
  });

  it('gives the root a name', () => {
    expect(name('00')).toMatchObject({ text: '<Root>', length: 1 });
  });

  it.each([
    ['to itself', 'c000'],
    ['in a circle', '0161 c004 0162 c000'],
    ['forward', 'c002 0161 00'],
    ['behind the message', 'c0ff'],
  ])('refuses a pointer %s', (_, text) => {
    expect(name(text).fault).not.toBe('');
  });

  it('refuses a name of more than 255 bytes', () => {
    expect(name(`${`3f${'61'.repeat(63)}`.repeat(5)}00`).fault).toContain('255');
  });
});

describe('the relatives of DNS', () => {
  it('reads the top bit of a class in multicast DNS (RFC 6762 §5.4)', () => {
    const dissection = read(`0000 0000 0001 0000 0000 0000 ${example} 000c 8001`, 5353);
    expect(valuesOf(dissection, 'dns.qry.qu')).toEqual([true]);
    expect(valuesOf(dissection, 'dns.qry.class')).toEqual([1]);
    expect(dissection.protocolNames).toContain('mdns');
  });

  it('reads the flags of LLMNR (RFC 4795 §2.1.1)', () => {
    const dissection = read(`0001 0100 0001 0000 0000 0000 ${question}`, 5355);
    expect(valuesOf(dissection, 'dns.flags.tentative')).toEqual([true]);
    expect(valuesOf(dissection, 'dns.flags.recdesired')).toEqual([]);
  });
});

it('takes data that runs out for a fault and keeps what stands before', () => {
  const dissection = read(`${response} 0010 0001 0000012c 0006 ff 68656c6c6f`);
  expect(dissection.faults).toMatchObject([{ protocol: 'dns', kind: 'malformed' }]);
  expect(firstValue(dissection, 'dns.resp.ttl')).toBe(300);
});

it('survives every truncation', () => {
  const packet = udpPacket(hexBytes(`${response} 0001 0001 0000012c 0004 c0000201`), [53, 50_000]);
  expect(readEveryTruncation(packet, raw)).toBeGreaterThan(50);
});
