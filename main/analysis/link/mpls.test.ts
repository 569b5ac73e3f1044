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

const ethernet = '0200c0ffee01 0200c0ffee02';
const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';

describe('MPLS (RFC 3032)', () => {
  // Label 100656, traffic class 6, not the bottom; label 16, bottom; TTL 64 and 63.
  const frame = hexBytes(`${ethernet} 8847 18930c40 0001013f ${datagram}`);

  it('reads every entry of the stack', () => {
    const dissection = dissectBytes(frame);
    expect(valuesOf(dissection, 'mpls.label')).toEqual([100656, 16]);
    expect(valuesOf(dissection, 'mpls.exp')).toEqual([6, 0]);
    expect(valuesOf(dissection, 'mpls.bottom')).toEqual([0, 1]);
    expect(valuesOf(dissection, 'mpls.ttl')).toEqual([64, 63]);
  });

  it('tells IPv4 by its first four bits, in both readings', () => {
    expect(firstValue(dissectBytes(frame), 'ip.src')).toBe('10.0.0.1');
    expect(summaryFacts(scanBytes(frame)!)).toEqual(summaryFacts(dissectBytes(frame).summary));
  });

  it('finds Ethernet behind the control word of a pseudowire (RFC 4385)', () => {
    const bytes = hexBytes(`${ethernet} 8847 000101ff 00000000 020000000003 020000000004 0800 ${datagram}`);
    expect(valuesOf(dissectBytes(bytes), 'eth.src')).toEqual(['0200c0ffee02', '020000000004']);
    expect(firstValue(dissectBytes(bytes), 'udp.srcport')).toBe(5000);
  });

  it('shows anything else as data', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} 8847 000101ff 9102`));
    expect(valuesOf(dissection, 'data.data')).toEqual(['9102']);
  });

  it('records a stack without a bottom', () => {
    const dissection = dissectBytes(hexBytes(`${ethernet} 8847 ${'00010040'.repeat(300)}`));
    expect(dissection.faults.map((fault) => fault.protocol)).toEqual(['mpls']);
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(frame)).toBeGreaterThan(0);
  });
});
