import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyCapture } from './offline-filter';
import { TapStream } from './tap-stream';

interface Taken {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly originalLength: number;
  readonly data: string;
}

function collect() {
  const packets: Taken[] = [];
  const described: { linkType: number; snapLength: number }[] = [];
  const stream = new TapStream({
    described: (description) => described.push(description),
    packet: (seconds, nanoseconds, originalLength, bytes, start, length) =>
      packets.push({
        seconds,
        nanoseconds,
        originalLength,
        data: Buffer.from(bytes.subarray(start, start + length)).toString('hex'),
      }),
  });
  return { stream, packets, described };
}

/** draft-ietf-opsawg-pcap §5: seconds, fraction, captured and original length, data. */
function pcap(magic: number, bigEndian: boolean): Buffer {
  const header = Buffer.from(emptyCapture(1));
  const record = Buffer.alloc(16 + 3);
  const write = (at: number, value: number) =>
    bigEndian ? record.writeUInt32BE(value, at) : record.writeUInt32LE(value, at);
  if (bigEndian) {
    header.writeUInt32BE(262_144, 16);
    header.writeUInt32BE(1, 20);
    header.writeUInt32BE(magic, 0);
  } else header.writeUInt32LE(magic, 0);
  write(0, 1_700_000_000);
  write(4, 999_999);
  write(8, 3);
  write(12, 1_500);
  record.set([1, 2, 3], 16);
  return Buffer.concat([header, record, record]);
}

/** draft-ietf-opsawg-pcapng §4.1 to §4.3: a section, an interface that counts in `resolution`, one packet of 5 bytes. */
function pcapng(resolution: number, ticks: bigint): Buffer {
  const bytes = Buffer.alloc(28 + 32 + 40);
  bytes.writeUInt32LE(0x0a0d0d0a, 0);
  bytes.writeUInt32LE(28, 4);
  bytes.writeUInt32LE(0x1a2b3c4d, 8);
  bytes.writeUInt16LE(1, 12);
  bytes.fill(0xff, 16, 24);
  bytes.writeUInt32LE(28, 24);
  bytes.writeUInt32LE(1, 28);
  bytes.writeUInt32LE(32, 32);
  bytes.writeUInt16LE(101, 36);
  bytes.writeUInt32LE(96, 40);
  bytes.writeUInt16LE(9, 44);
  bytes.writeUInt16LE(1, 46);
  bytes.writeUInt8(resolution, 48);
  bytes.writeUInt32LE(32, 56);
  bytes.writeUInt32LE(6, 60);
  bytes.writeUInt32LE(40, 64);
  bytes.writeUInt32LE(Number(ticks >> 32n), 72);
  bytes.writeUInt32LE(Number(ticks & 0xffff_ffffn), 76);
  bytes.writeUInt32LE(5, 80);
  bytes.writeUInt32LE(60, 84);
  bytes.set([9, 8, 7, 6, 5], 88);
  bytes.writeUInt32LE(40, 96);
  return bytes;
}

describe('what a tap writes', () => {
  it('is taken apart whatever pieces it comes in', () => {
    for (const bytes of [pcap(0xa1b23c4d, false), pcapng(9, 1_700_000_000_000_000_005n)]) {
      const whole = collect();
      whole.stream.feed(bytes);
      expect(whole.packets.length).toBeGreaterThan(0);
      for (let size = 1; size < bytes.length; size++) {
        const pieces = collect();
        for (let at = 0; at < bytes.length; at += size) pieces.stream.feed(bytes.subarray(at, at + size));
        expect(pieces).toMatchObject({ packets: whole.packets, described: whole.described });
      }
    }
  });

  it('has the fractions that its magic number says, in the byte order that it says', () => {
    for (const bigEndian of [false, true]) {
      for (const [magic, nanoseconds] of [
        [0xa1b2c3d4, 999_999_000],
        [0xa1b23c4d, 999_999],
      ] as const) {
        const { stream, packets, described } = collect();
        stream.feed(pcap(magic, bigEndian));
        expect(described).toEqual([{ linkType: 1, snapLength: 262_144 }]);
        const packet = { seconds: 1_700_000_000, nanoseconds, originalLength: 1_500, data: '010203' };
        expect(packets).toEqual([packet, packet]);
      }
    }
  });

  it('has the resolution of its interface', () => {
    const cases = [
      [9, 1_700_000_000_123_456_789n, 123_456_789],
      [6, 1_700_000_000_123_456n, 123_456_000],
      [0x80 | 10, 1_700_000_000n * 1024n + 512n, 500_000_000],
    ] as const;
    for (const [resolution, ticks, nanoseconds] of cases) {
      const { stream, packets, described } = collect();
      stream.feed(pcapng(resolution, ticks));
      expect(described).toEqual([{ linkType: 101, snapLength: 96 }]);
      expect(packets).toEqual([{ seconds: 1_700_000_000, nanoseconds, originalLength: 60, data: '0908070605' }]);
    }
  });

  it('has exact nanoseconds at any time', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 1, maxLength: 4 }), (times) => {
        const { stream, packets } = collect();
        for (const [at, time] of times.entries()) stream.feed(pcapng(9, time).subarray(at === 0 ? 0 : 60));
        const told = packets.map(({ seconds, nanoseconds }) => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds));
        expect(told).toEqual(times);
      }),
    );
  });

  it('is known before the first packet is there', () => {
    const { stream, described } = collect();
    stream.feed(pcapng(9, 0n).subarray(0, 60));
    expect(described).toHaveLength(1);
  });

  it('is no longer read once it makes no sense', () => {
    for (const bytes of [Buffer.alloc(24, 0x41), damaged(pcap(0xa1b23c4d, false), 32), damaged(pcapng(9, 0n), 64)]) {
      const { stream, packets } = collect();
      stream.feed(bytes);
      expect(stream.fault).not.toBeNull();
      stream.feed(pcap(0xa1b23c4d, false));
      expect(packets).toEqual([]);
    }
  });
});

/** With an impossible length at this place. */
function damaged(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt32LE(0xffff_fff0, at);
  return bytes;
}
