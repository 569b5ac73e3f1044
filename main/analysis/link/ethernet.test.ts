import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  nodesOf,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';

const addresses = '0180c2000001 02a0c9010203';
/** Twenty-eight bytes of IPv4: header and empty UDP. */
const datagram = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
const zeros = (count: number) => '00'.repeat(count);
const frame = hexBytes(`${addresses} 0800 ${datagram} ${zeros(18)}`);

describe('Ethernet II (IEEE 802.3 §3)', () => {
  const dissection = dissectBytes(frame);

  it.each([
    ['eth.dst', '0180c2000001'],
    ['eth.src', '02a0c9010203'],
    ['eth.type', 0x0800],
    ['eth.dst.ig', true],
    ['eth.dst.lg', false],
    ['eth.src.ig', false],
    ['eth.src.lg', true],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('has both addresses under eth.addr, the destination first', () => {
    expect(valuesOf(dissection, 'eth.addr')).toEqual(['0180c2000001', '02a0c9010203']);
  });

  it('names the way to the payload', () => {
    expect(firstValue(dissection, 'frame.protocols')).toMatch(/^eth:ethertype:ip:udp/);
  });

  it('gives the scan the same summary', () => {
    expect(summaryFacts(scanBytes(frame)!)).toEqual(summaryFacts(dissection.summary));
  });

  it('shows a type without a protocol as data, with its addresses', () => {
    const unknown = dissectBytes(hexBytes(`${addresses} 88b5 0102`));
    expect(valuesOf(unknown, 'data.data')).toEqual(['0102']);
    expect(summaryFacts(unknown.summary)).toMatchObject({ protocol: 'eth', addressFamily: 1 });
  });

  it('takes a length of 0 for a type that was left out', () => {
    const dissected = dissectBytes(hexBytes(`${addresses} 0000 0102`));
    expect(firstValue(dissected, 'eth.type')).toBe(0);
    expect(nodesOf(dissected, 'eth.len')).toEqual([]);
  });

  it.each([1501, 1535])('calls %i neither a length nor a type', (value) => {
    const dissected = dissectBytes(hexBytes(`${addresses} ${value.toString(16).padStart(4, '0')} 0102`));
    expect(firstValue(dissected, 'eth.invalid_lentype')).toBe(value);
    expect(nodesOf(dissected, 'eth.type')).toEqual([]);
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(frame)).toBeGreaterThan(0);
  });
});

describe('what stands behind the payload', () => {
  const behind = (text: string) => {
    const dissection = dissectBytes(hexBytes(`${addresses} 0800 ${datagram} ${text}`));
    const [padding] = valuesOf(dissection, 'eth.padding');
    const [trailer] = valuesOf(dissection, 'eth.trailer');
    return { padding, trailer, checkSequence: firstValue(dissection, 'eth.fcs') };
  };

  it('is padding where zeros fill the frame to 60 bytes', () => {
    expect(behind(zeros(18))).toEqual({ padding: zeros(18), trailer: undefined, checkSequence: undefined });
  });

  it('is a trailer where they are not all zero', () => {
    const text = `${zeros(17)}01`;
    expect(behind(text)).toEqual({ padding: undefined, trailer: text, checkSequence: undefined });
  });

  it('is a trailer where the frame stays shorter than 60 bytes', () => {
    expect(behind(zeros(4))).toEqual({ padding: undefined, trailer: zeros(4), checkSequence: undefined });
  });

  it('ends in the check sequence where the frame has 64 bytes', () => {
    expect(behind(`${zeros(18)}deadbeef`)).toEqual({
      padding: zeros(18),
      trailer: undefined,
      checkSequence: 0xdeadbeef,
    });
  });

  it('has a trailer between padding and check sequence', () => {
    expect(behind(`${zeros(18)}aabbccddee`)).toEqual({ padding: zeros(18), trailer: 'aa', checkSequence: 0xbbccddee });
  });

  it('is told of a frame that was cut only as far as it was captured', () => {
    const whole = hexBytes(`${addresses} 0800 ${datagram} 0102030405060708`);
    const dissection = dissectBytes(whole.slice(0, whole.length - 6), 1, { originalLength: whole.length });
    expect(valuesOf(dissection, 'eth.trailer')).toEqual(['0102']);
    expect(nodesOf(dissection, 'eth.fcs')).toEqual([]);
  });
});

describe('802.3', () => {
  const bridge = '42 42 03 0000 00 00 00 8000 0200c0ffee01 00000004 8000 0200c0ffee02 8002 0100 1400 0200 0f00';
  const counted = hexBytes(`0180c2000000 0200c0ffee02 0026 ${bridge} ${zeros(8)}`);

  it('hands the counted bytes to LLC and shows the rest as padding', () => {
    const dissection = dissectBytes(counted);
    expect(firstValue(dissection, 'eth.len')).toBe(38);
    expect(nodesOf(dissection, 'eth.type')).toEqual([]);
    expect(firstValue(dissection, 'stp.root.hw')).toBe('0200c0ffee01');
    expect(valuesOf(dissection, 'eth.padding')).toEqual([zeros(8)]);
  });

  it('is left to the dissector by the scan', () => {
    expect(scanBytes(counted)).toBeNull();
  });

  it('knows IPX without LLC by its checksum of FFFF', () => {
    const packet = 'ffff 0022 00 11 00000000 ffffffffffff 0451 00000001 020304050607 4003 01020304';
    const dissection = dissectBytes(hexBytes(`ffffffffffff 020304050607 0022 ${packet}`));
    expect(firstValue(dissection, 'ipx.dst.socket')).toBe(0x0451);
    expect(valuesOf(dissection, 'data.data')).toEqual(['01020304']);
  });

  it('survives every cut', () => {
    expect(readEveryTruncation(counted)).toBeGreaterThan(0);
  });
});

describe("Cisco's headers in Ethernet's place", () => {
  const inner = `${addresses} 0800 ${datagram}`;

  it('FabricPath: only the frame inside has Ethernet fields', () => {
    const dissection = dissectBytes(hexBytes(`02 000a010000 02 000b010000 8903 0060 ${inner}`));
    expect(valuesOf(dissection, 'eth.src')).toEqual(['02a0c9010203']);
    expect(firstValue(dissection, 'cfp.ttl')).toBe(32);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
  });

  it('Inter-Switch Link: 26 bytes, then the frame, then a check sequence of its own', () => {
    const header = '01000c0000 00 020000000001 003a aaaa03 00000c 0014 0001 0000';
    const dissection = dissectBytes(hexBytes(`${header} ${inner} 01020304`));
    expect(firstValue(dissection, 'isl.vlan_id')).toBe(10);
    expect(valuesOf(dissection, 'eth.dst')).toEqual(['0180c2000001']);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
  });
});
