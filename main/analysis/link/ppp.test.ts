import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';

const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
const ethernet = '0200c0ffee01 0200c0ffee02';

describe('PPP (RFC 1661, RFC 1662)', () => {
  it.each([
    ['with address and control', 'ff03 0021'],
    ['without them', '0021'],
    ['with both compressed', '21'],
    ['with the protocol compressed', 'ff03 21'],
  ])('reads its protocol %s', (_, header) => {
    const bytes = hexBytes(`${header} ${datagram}`);
    const dissection = dissectBytes(bytes, 9);
    expect(firstValue(dissection, 'ppp.protocol')).toBe(0x21);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expect(summaryFacts(scanBytes(bytes, 9)!)).toEqual(summaryFacts(dissection.summary));
    expect(readEveryTruncation(bytes, 9)).toBeGreaterThan(0);
  });

  it("carries Cisco's HDLC framing where that begins the frame", () => {
    const dissection = dissectBytes(hexBytes(`0f00 0800 ${datagram}`), 9);
    expect(firstValue(dissection, 'frame.protocols')).toMatch(/^ppp:chdlc:ip/);
  });

  it('names a protocol that it does not read', () => {
    const dissection = dissectBytes(hexBytes('ff03 003d 0102'), 50);
    expect(dissection.info).toBe('Multilink');
    expect(valuesOf(dissection, 'data.data')).toEqual(['0102']);
  });
});

describe('PPP negotiation', () => {
  it('reads the options of LCP', () => {
    const dissection = dissectBytes(hexBytes('c021 01 07 000e 01 04 05dc 05 06 12345678'), 9);
    expect(dissection.info).toBe('Configure-Request');
    expect(valuesOf(dissection, 'lcp.opt.type')).toEqual([1, 5]);
    expect(valuesOf(dissection, 'lcp.opt.value')).toEqual(['05dc', '12345678']);
  });

  it('calls an option of length 0 malformed, and ends', () => {
    const dissection = dissectBytes(hexBytes('8021 01 07 0008 03 00 0000'), 9);
    expect(dissection.faults.map((fault) => fault.protocol)).toEqual(['ipcp']);
  });

  it('shows name and password of PAP, and the name of CHAP', () => {
    const password = dissectBytes(hexBytes('c023 01 01 000c 03 626f62 03 636174'), 9);
    expect(firstValue(password, 'pap.peer_id')).toBe('bob');
    expect(firstValue(password, 'pap.password')).toBe('cat');
    const challenge = dissectBytes(hexBytes('c223 01 01 000b 02 aabb 6e617330'), 9);
    expect(firstValue(challenge, 'chap.value')).toBe('aabb');
    expect(challenge.info).toBe('Challenge, nas0');
  });
});

describe('PPPoE (RFC 2516)', () => {
  const session = hexBytes(`${ethernet} 8864 11 00 55aa 001e 0021 ${datagram} 0000`);

  it.each([
    ['pppoe.version', 1],
    ['pppoe.type', 1],
    ['pppoe.code', 0],
    ['pppoe.session_id', 0x55aa],
    ['pppoe.payload_length', 30],
    ['udp.srcport', 5000],
  ])('reads %s of a session', (name, value) => {
    expect(firstValue(dissectBytes(session), name)).toBe(value);
  });

  it('is read alike by the scan', () => {
    expect(summaryFacts(scanBytes(session)!)).toEqual(summaryFacts(dissectBytes(session).summary));
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(session)).toBeGreaterThan(0);
  });

  it('leaves a length that lies to the dissector', () => {
    const lying = session.slice();
    lying.set([0xff, 0xff], 18);
    expect(scanBytes(lying)).toBeNull();
    lying.set([0, 0], 18);
    expect(scanBytes(lying)).toBeNull();
    expect(dissectBytes(lying).faults.length).toBeGreaterThan(0);
  });

  it('reads what discovery asks and offers', () => {
    const offer = '0101 0000 0102 0004 62726173 0104 0002 cafe 0000 0000';
    const dissection = dissectBytes(hexBytes(`${ethernet} 8863 11 07 0000 0016 ${offer}`));
    expect(firstValue(dissection, 'pppoed.tags.ac_name')).toBe('bras');
    expect(firstValue(dissection, 'pppoed.tags.ac_cookie')).toBe('cafe');
    expect(dissection.info).toBe('PADO, discovery offer, Access concentrator bras');
  });

  it('calls a tag that is longer than the packet a fault', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} 8863 11 09 0000 0006 0103 ffff 0102`));
    expect(dissection.faults.map(({ protocol, kind, needed }) => ({ protocol, kind, needed }))).toEqual([
      { protocol: 'pppoed', kind: 'malformed', needed: 0xffff },
    ]);
  });
});
