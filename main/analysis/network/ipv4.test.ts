import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  LinkType,
  nodesOf,
  readEveryTruncation,
  scanBytes,
  summaryFacts,
  valuesOf,
} from '../testing/dissect-bytes';
import { FragmentReassembly } from './fragment-reassembly';

const raw = LinkType.ipv4;
/** UDP from 10.0.0.1 port 5000 to 10.0.0.2 port 6000 with four bytes. */
const udp = '1388 1770 000c 0000 61626364';
const packet = hexBytes(`45 b9 0020 1234 4000 40 11 0000 0a000001 0a000002 ${udp}`);

/** A header as given, with the rest of a plain one behind. */
const withHeader = (text: string) => hexBytes(text);

describe('the IPv4 header (RFC 791)', () => {
  const dissection = dissectBytes(packet, raw);

  it.each([
    ['ip.version', 4],
    ['ip.hdr_len', 20],
    ['ip.dsfield', 0xb9],
    ['ip.dsfield.dscp', 46],
    ['ip.dsfield.ecn', 1],
    ['ip.len', 32],
    ['ip.id', 0x1234],
    ['ip.flags', 2],
    ['ip.flags.rb', false],
    ['ip.flags.df', true],
    ['ip.flags.mf', false],
    ['ip.frag_offset', 0],
    ['ip.ttl', 64],
    ['ip.proto', 17],
    ['ip.checksum.status', 2],
    ['ip.src', '10.0.0.1'],
    ['ip.dst', '10.0.0.2'],
  ])('reads %s', (name, value) => {
    expect(firstValue(dissection, name)).toBe(value);
  });

  it('has both addresses under ip.addr', () => {
    expect(valuesOf(dissection, 'ip.addr')).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  it('fills the columns as the scan does', () => {
    const scan = scanBytes(packet, raw);
    expect(scan).not.toBeNull();
    expect(summaryFacts(scan!)).toEqual(summaryFacts(dissection.summary));
    expect(dissection.summary).toMatchObject({ ipIdentification: 0x1234, timeToLive: 64 });
  });

  it('survives every truncation', () => {
    expect(readEveryTruncation(packet, raw)).toBeGreaterThan(30);
  });

  it('says at a glance who talks to whom', () => {
    expect(nodesOf(dissection, 'ip')[0]?.text?.()).toBe('IPv4, 10.0.0.1 → 10.0.0.2, TTL 64, DF');
  });
});

describe('lengths that lie', () => {
  it('stops at a header length below 20', () => {
    const dissection = dissectBytes(withHeader('44 00 0020 0000 0000 40 11 0000 0a000001 0a000002'), raw);
    expect(firstValue(dissection, 'ip.hdr_len')).toBe(16);
    expect(firstValue(dissection, 'ip.len')).toBeUndefined();
    expect(dissection.info).toBe('Bogus IP header length (16, must be at least 20)');
    expect(dissection.faults[0]).toMatchObject({ protocol: 'ip', kind: 'malformed', offset: 0 });
  });

  it('stops at a total length below the header length', () => {
    const dissection = dissectBytes(withHeader('45 00 0013 0000 0000 40 11 0000 0a000001 0a000002'), raw);
    expect(firstValue(dissection, 'ip.len')).toBe(19);
    expect(firstValue(dissection, 'ip.id')).toBeUndefined();
    expect(dissection.faults[0]).toMatchObject({ kind: 'malformed', offset: 2 });
  });

  it('stops at another version', () => {
    const dissection = dissectBytes(withHeader('55 00 0020 0000 0000 40 11 0000 0a000001 0a000002'), raw);
    expect(firstValue(dissection, 'ip.hdr_len')).toBeUndefined();
    expect(dissection.info).toBe('Bogus IPv4 version (5, must be 4)');
  });

  it('reads version 6 as IPv6, whatever led here', () => {
    const bytes = hexBytes(`60000000 0000 3b 40 ${'00'.repeat(15)}01 ${'00'.repeat(15)}02`);
    expect(firstValue(dissectBytes(bytes, raw), 'ipv6.dst')).toBe(`${'00'.repeat(15)}02`);
  });

  it('takes the length of the frame where offload left 0', () => {
    const bytes = packet.slice();
    bytes[2] = 0;
    bytes[3] = 0;
    const dissection = dissectBytes(bytes, raw);
    expect(firstValue(dissection, 'ip.len')).toBe(32);
    expect(firstValue(dissection, 'udp.length')).toBe(12);
  });

  it('reads what there is of a total length beyond the frame, and says so', () => {
    const bytes = packet.slice();
    bytes[3] = 200;
    const dissection = dissectBytes(bytes, raw);
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expect(dissection.faults[0]).toMatchObject({ protocol: 'ip', offset: 2 });
    expect(scanBytes(bytes, raw)).toBeNull();
  });

  it('leaves bytes behind the datagram out of it', () => {
    const dissection = dissectBytes(Uint8Array.from([...packet, 0xee, 0xee, 0xee]), raw);
    expect(firstValue(dissection, 'data.data')).toBe('61626364');
    expect(dissection.faults).toEqual([]);
  });

  it('says of a cut header what was needed and what was there', () => {
    const dissection = dissectBytes(packet.slice(0, 14), raw, { originalLength: 32 });
    expect(firstValue(dissection, 'ip.checksum')).toBe(0);
    expect(firstValue(dissection, 'ip.src')).toBeUndefined();
    expect(dissection.faults[0]).toMatchObject({ protocol: 'ip', kind: 'cut', offset: 12, needed: 4, available: 2 });
  });
});

describe('the header checksum', () => {
  const good = hexBytes('4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7');
  const status = (bytes: Uint8Array, verifyChecksums: boolean) =>
    firstValue(dissectBytes(bytes, raw, { originalLength: 115, verifyChecksums }), 'ip.checksum.status');

  it('is left alone unless asked for', () => {
    expect(status(good, false)).toBe(2);
  });

  it('is right', () => {
    expect(status(good, true)).toBe(1);
  });

  it('is wrong, and known', () => {
    const bad = good.slice();
    bad[8] = 0x3f;
    const dissection = dissectBytes(bad, raw, { originalLength: 115, verifyChecksums: true });
    expect(firstValue(dissection, 'ip.checksum.status')).toBe(0);
    // One less in the TTL's byte is 0x100 more in the checksum.
    expect(firstValue(dissection, 'ip.checksum_calculated')).toBe(0xb961);
  });
});

describe('fragments', () => {
  /** Header with flags and offset in one word, then the payload. */
  const fragment = (word: string, payload: string, identification = '0007') => {
    const length = (20 + payload.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0');
    return hexBytes(`45 00 ${length} ${identification} ${word} 40 11 0000 0a000001 0a000002 ${payload}`);
  };
  const first = fragment('2000', '1388 1770 000c 0000');
  const second = fragment('0001', '61626364');

  const read = (frames: readonly Uint8Array[]) => {
    const fragments = new FragmentReassembly((frame) => frames[frame - 1] ?? null);
    return frames.map((bytes, index) => dissectBytes(bytes, raw, { fragments, number: index + 1 }));
  };

  it('shows the payload where the datagram is whole', () => {
    const [one, two] = read([first, second]);
    expect(firstValue(one!, 'udp.srcport')).toBeUndefined();
    expect(firstValue(one!, 'ip.flags.mf')).toBe(true);
    expect(one!.info).toBe('Fragmented IP protocol (proto=UDP 17, off=0, ID=0007)');
    expect(firstValue(two!, 'udp.srcport')).toBe(5000);
    expect(firstValue(two!, 'data.data')).toBe('61626364');
    expect(valuesOf(two!, 'ip.fragment')).toEqual([1, 2]);
    expect(firstValue(two!, 'ip.fragment.count')).toBe(2);
    expect(firstValue(two!, 'ip.reassembled.length')).toBe(12);
    expect(two!.sources.map(({ name }) => name)).toEqual(['Frame', 'Reassembled IPv4']);
  });

  it('gives the offset in units of eight bytes', () => {
    expect(firstValue(dissectBytes(second, raw), 'ip.frag_offset')).toBe(1);
  });

  it('tells, when read again, which frame has the whole', () => {
    const frames = [first, second];
    const fragments = new FragmentReassembly((frame) => frames[frame - 1] ?? null);
    frames.forEach((bytes, index) => void dissectBytes(bytes, raw, { fragments, number: index + 1 }));
    expect(firstValue(dissectBytes(first, raw, { fragments, number: 1 }), 'ip.reassembled_in')).toBe(2);
    expect(firstValue(dissectBytes(second, raw, { fragments, number: 2 }), 'udp.dstport')).toBe(6000);
  });

  it('keeps identifications apart', () => {
    const [, other] = read([first, fragment('0001', '61626364', '0008')]);
    expect(firstValue(other!, 'udp.srcport')).toBeUndefined();
    expect(other!.info).toBe('Fragmented IP protocol (proto=UDP 17, off=8, ID=0008)');
  });

  it('reads the beginning of a first fragment that was not captured whole', () => {
    const cut = dissectBytes(fragment('2000', udp).slice(0, 28), raw, { originalLength: 32 });
    expect(firstValue(cut, 'udp.dstport')).toBe(6000);
  });

  it('marks fragments that overlap and differ', () => {
    const [, , last] = read([first, fragment('2000', '1388 1770 000c ffff'), second]);
    expect(valuesOf(last!, 'ip.fragment.overlap')).toEqual([true]);
    expect(firstValue(last!, 'ip.fragment.overlap.conflict')).toBe(true);
    expect(firstValue(last!, 'udp.checksum')).toBe(0);
  });

  it('refuses a datagram that would be longer than 65,535 bytes', () => {
    const dissection = dissectBytes(fragment('1fff', 'aaaaaaaaaaaaaaaa'), raw);
    expect(dissection.faults[0]).toMatchObject({ protocol: 'ip', kind: 'malformed', offset: 6 });
    expect(dissection.faults[0]?.reason).toContain('65535');
  });

  it('are left to the dissector by the scan', () => {
    expect(scanBytes(first, raw)).toBeNull();
    expect(scanBytes(second, raw)).toBeNull();
  });
});

describe('IP in IP', () => {
  const inside = `45 00 0020 0001 0000 3f 11 0000 c0a80001 c0a80002 ${udp}`;
  const tunnel = hexBytes(`45 00 0034 0002 0000 40 04 0000 0a000001 0a000002 ${inside}`);

  it('shows both headers, and the inner addresses in the columns', () => {
    const dissection = dissectBytes(tunnel, raw);
    expect(valuesOf(dissection, 'ip.src')).toEqual(['10.0.0.1', '192.168.0.1']);
    expect(dissection.protocolNames).toEqual(['frame', 'ip', 'ip', 'udp', 'data']);
    expect(summaryFacts(dissection.summary)).toMatchObject({ source: [192, 168, 0, 1], timeToLive: 63 });
    expect(summaryFacts(scanBytes(tunnel, raw)!)).toEqual(summaryFacts(dissection.summary));
  });

  it('ends at some depth, however deep the tunnels go', () => {
    const depth = 500;
    const bytes = new Uint8Array(depth * 20);
    for (let i = 0; i < depth; i++) {
      bytes.set(hexBytes('45 00 0000 0000 0000 40 04 0000 0a000001 0a000002'), i * 20);
      new DataView(bytes.buffer).setUint16(i * 20 + 2, (depth - i) * 20);
    }
    const dissection = dissectBytes(bytes, raw);
    expect(dissection.faults.at(-1)?.reason).toContain('headers inside one another');
    expect(scanBytes(bytes, raw)).toBeNull();
  });
});
