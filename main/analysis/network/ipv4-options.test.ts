import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, LinkType, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';

/** An echo request from 10.0.0.1 to 10.0.0.2 with these options, padded with end-of-list. */
function packetWith(options: string): Uint8Array {
  const bytes = hexBytes(options);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  const header = hexBytes('45 00 0000 0001 0000 40 01 0000 0a000001 0a000002');
  header[0] = 0x45 + padded.length / 4;
  header[3] = 20 + padded.length + 8;
  return Uint8Array.from([...header, ...padded, ...hexBytes('0800 f7ff 0000 0000')]);
}
const read = (options: string) => dissectBytes(packetWith(options), LinkType.ipv4);

describe('IPv4 options', () => {
  it('reads a record route: addresses before the pointer are filled, the others empty', () => {
    const dissection = read('07 0f 08 01010101 00000000 00000000');
    expect(firstValue(dissection, 'ip.opt.ptr')).toBe(8);
    expect(valuesOf(dissection, 'ip.rec_rt')).toEqual(['1.1.1.1']);
    expect(valuesOf(dissection, 'ip.empty_rt')).toEqual(['0.0.0.0', '0.0.0.0']);
  });

  it('has the last address of a source route under way as the destination', () => {
    const dissection = read('83 0b 04 01010101 02020202');
    expect(firstValue(dissection, 'ip.cur_rt')).toBe('10.0.0.2');
    expect(firstValue(dissection, 'ip.dst')).toBe('2.2.2.2');
    expect(valuesOf(dissection, 'ip.src_rt')).toEqual(['1.1.1.1']);
  });

  it('has the header destination where a strict source route is used up', () => {
    const dissection = read('89 0b 0c 01010101 02020202');
    expect(firstValue(dissection, 'ip.dst')).toBe('10.0.0.2');
    expect(valuesOf(dissection, 'ip.rec_rt')).toEqual(['1.1.1.1', '2.2.2.2']);
  });

  it('reads timestamps with and without addresses', () => {
    expect(valuesOf(read('44 0c 09 00 00000005 00000000'), 'ip.opt.time_stamp')).toEqual([5, 0]);
    const stamped = read('44 0c 0d 11 01010101 00000005');
    expect(firstValue(stamped, 'ip.opt.overflow')).toBe(1);
    expect(firstValue(stamped, 'ip.opt.time_stamp_addr')).toBe('1.1.1.1');
  });

  it('reads both forms of the security option', () => {
    const old = read('82 0b f135 0001 4142 434445');
    expect(firstValue(old, 'ip.opt.sec_rfc791_sec')).toBe(0xf135);
    expect(firstValue(old, 'ip.opt.sec_rfc791_hr')).toBe('AB');
    expect(firstValue(read('82 04 ab 80'), 'ip.opt.sec_cl')).toBe(0xab);
  });

  it.each([
    ['94 04 0000', 'ip.opt.ra', 0],
    ['88 04 0007', 'ip.opt.sid', 7],
    ['0b 04 05dc', 'ip.opt.mtu', 1500],
    ['52 0c 0001 0002 0003 09090909', 'ip.opt.originator', '9.9.9.9'],
    ['86 06 00000001', 'ip.cipso.doi', 1],
    ['19 08 0a 01 00000004', 'ip.opt.qs_rate', 10],
    ['95 06 01020304', 'ip.opt.addr', '1.2.3.4'],
  ])('reads %s', (options, name, value) => {
    expect(firstValue(read(options), name)).toBe(value);
  });

  it('shows no-operations and stops at the end of the list', () => {
    expect(valuesOf(read('01 01 00 07'), 'ip.opt.type')).toEqual([1, 1, 0]);
  });

  it('splits the type into copied, class and number', () => {
    const dissection = read('94 04 0000');
    expect(firstValue(dissection, 'ip.opt.type.copy')).toBe(true);
    expect(firstValue(dissection, 'ip.opt.type.number')).toBe(20);
    expect(firstValue(read('44 04 05 00'), 'ip.opt.type.class')).toBe(2);
  });

  it.each([
    ['07 27 04', 'beyond the header'],
    ['07 00 00', 'of length 0'],
    ['07 01 00', 'of length 1'],
    ['83 03 03', 'with a pointer before the first address'],
    ['44 03 05', 'too short for its flags'],
  ])('notes an option %s (%s), and still reads the payload', (options) => {
    const dissection = read(options);
    expect(dissection.faults[0]).toMatchObject({ protocol: 'ip', kind: 'malformed' });
    expect(firstValue(dissection, 'icmp.type')).toBe(8);
  });

  it('survives every truncation', () => {
    expect(
      readEveryTruncation(packetWith('83 0b 04 01010101 02020202 44 0c 09 00 00000005 00000000'), LinkType.ipv4),
    ).toBeGreaterThan(50);
  });
});
