import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';

const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
/** LINKTYPE_ATM_RFC1483, which begins with LLC. */
const llcLink = 100;
const read = (text: string) => dissectBytes(hexBytes(text), llcLink);

describe('LLC (IEEE 802.2)', () => {
  it.each([
    ['unnumbered information', 'f0f0 03', 0x03, 'NetBIOS UI'],
    ['an unnumbered response', 'f0f1 73', 0x73, 'NetBIOS UA'],
    ['receiver ready', 'f0f1 01 08', 0x0801, 'NetBIOS RR, N(R)=4'],
    ['information', 'f0f0 06 04 00', 0x0406, 'NetBIOS I, N(R)=2, N(S)=3'],
  ])('reads %s', (_, text, control, info) => {
    const dissection = read(text);
    expect(firstValue(dissection, 'llc.control')).toBe(control);
    expect(dissection.info).toBe(info);
  });

  it('reads the bits of both access points', () => {
    const dissection = read('ab ab 03 00');
    expect(firstValue(dissection, 'llc.dsap.ig')).toBe(true);
    expect(firstValue(dissection, 'llc.ssap.cr')).toBe(true);
    expect(firstValue(dissection, 'llc.dsap.sap')).toBe(0x55);
  });

  it('does not take identification for a protocol', () => {
    const dissection = read('fefe bf 8101 00');
    expect(firstValue(dissection, 'osi.nlpid')).toBeUndefined();
    expect(valuesOf(dissection, 'data.data')).toEqual(['810100']);
  });
});

describe('SNAP', () => {
  it.each(['000000', '0000f8'])('takes identifiers of %s for EtherTypes', (organization) => {
    const dissection = read(`aaaa 03 ${organization} 0800 ${datagram}`);
    expect(firstValue(dissection, 'llc.type')).toBe(0x0800);
    expect(firstValue(dissection, 'udp.dstport')).toBe(6000);
  });

  it("takes Cisco's own for Cisco's protocols", () => {
    const dissection = read('aaaa 03 00000c 2000 02 b4 0000 0001 0008 73773031');
    expect(firstValue(dissection, 'llc.cisco_pid')).toBe(0x2000);
    expect(firstValue(dissection, 'cdp.deviceid')).toBe('sw01');
  });

  it('shows what it does not know', () => {
    const dissection = read('aaaa 03 123456 0001 0203');
    expect(firstValue(dissection, 'llc.oui')).toBe(0x123456);
    expect(firstValue(dissection, 'llc.pid')).toBe(1);
    expect(valuesOf(dissection, 'data.data')).toEqual(['0203']);
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(hexBytes(`aaaa 03 000000 0800 ${datagram}`), llcLink)).toBeGreaterThan(0);
  });
});
