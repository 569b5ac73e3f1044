import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EventQueue } from './event-queue';
import { make, parseSize, type Request } from './make';
import { Random } from './random';

const folder = mkdtempSync(join(tmpdir(), 'wirestate-generator-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Packet {
  microseconds: number;
  bytes: Buffer;
  originalLength: number;
}

function generate(request: Omit<Request, 'path'>): { file: Buffer; packets: Packet[] } {
  const path = join(folder, `${request.kind}.${request.format ?? 'pcap'}`);
  make({ ...request, path });
  const file = readFileSync(path);
  const packets: Packet[] = [];
  if (request.format === 'pcapng') return { file, packets };
  for (let offset = 24; offset < file.length; ) {
    const kept = file.readUInt32LE(offset + 8);
    packets.push({
      microseconds: file.readUInt32LE(offset) * 1e6 + file.readUInt32LE(offset + 4),
      originalLength: file.readUInt32LE(offset + 12),
      bytes: file.subarray(offset + 16, offset + 16 + kept),
    });
    offset += 16 + kept;
  }
  return { file, packets };
}

/** The TCP header's offset in an untagged IPv4 frame, or -1. */
function tcpOffset(bytes: Buffer): number {
  return bytes.readUInt16BE(12) === 0x0800 && bytes[23] === 6 ? 34 : -1;
}

function onesComplementSum(bytes: Buffer): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index++) sum += bytes[index]! << (index % 2 === 0 ? 8 : 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

describe('mixed', () => {
  const { file, packets } = generate({ kind: 'mixed', bytes: 2_000_000, seed: 7 });

  test('is of the wanted size, to within a packet', () => {
    expect(file.length).toBeLessThanOrEqual(2_000_000);
    expect(file.length).toBeGreaterThan(1_990_000);
  });

  test('time goes strictly forward', () => {
    for (let index = 1; index < packets.length; index++) {
      expect(packets[index]!.microseconds).toBeGreaterThan(packets[index - 1]!.microseconds);
    }
  });

  test('IP and TCP checksums hold (RFC 1071: the sum over a valid checksum is all ones)', () => {
    let checked = 0;
    for (const { bytes } of packets) {
      if (tcpOffset(bytes) < 0) continue;
      expect(onesComplementSum(bytes.subarray(14, 34))).toBe(0xffff);
      const length = bytes.length - 34;
      const pseudo = Buffer.from([...bytes.subarray(26, 34), 0, 6, length >> 8, length & 255]);
      expect(onesComplementSum(Buffer.concat([pseudo, bytes.subarray(34)]))).toBe(0xffff);
      checked++;
    }
    expect(checked).toBeGreaterThan(1_000);
  });

  test('holds IPv6, VLAN, UDP, ARP, and TCP of every flag that a connection needs', () => {
    const etherTypes = new Set(packets.map(({ bytes }) => bytes.readUInt16BE(12)));
    expect([...etherTypes]).toEqual(expect.arrayContaining([0x0800, 0x86dd, 0x8100, 0x0806]));
    expect(packets.some(({ bytes }) => bytes[23] === 17)).toBe(true);
    const flags = packets.filter(({ bytes }) => tcpOffset(bytes) > 0).map(({ bytes }) => bytes[47]!);
    for (const wanted of [2, 18, 16, 24, 17]) expect(flags).toContain(wanted);
  });

  test('the same seed makes the same bytes, another seed others', () => {
    expect(generate({ kind: 'mixed', bytes: 300_000, seed: 7 }).file).toEqual(
      generate({ kind: 'mixed', bytes: 300_000, seed: 7 }).file,
    );
    expect(
      generate({ kind: 'mixed', bytes: 300_000, seed: 7 }).file.equals(
        generate({ kind: 'mixed', bytes: 300_000, seed: 8 }).file,
      ),
    ).toBe(false);
  });

  test('pcapng blocks fit one after another', () => {
    const { file: blocks } = generate({ kind: 'mixed', bytes: 300_000, seed: 7, format: 'pcapng' });
    let offset = 0;
    const types = new Set<number>();
    while (offset < blocks.length) {
      const length = blocks.readUInt32LE(offset + 4);
      expect(length % 4).toBe(0);
      expect(blocks.readUInt32LE(offset + length - 4)).toBe(length);
      types.add(blocks.readUInt32LE(offset));
      offset += length;
    }
    expect(offset).toBe(blocks.length);
    expect([...types]).toEqual([0x0a0d0d0a, 1, 6]);
  });
});

test('a scan is one SYN a connection, no 4-tuple twice, with resets where asked', () => {
  const { packets } = generate({ kind: 'scan', connections: 2_000, answered: 0.25 });
  const tuples = new Set<string>();
  let resets = 0;
  for (const { bytes } of packets) {
    if (bytes[47] === 2) tuples.add(bytes.toString('hex', 26, 38));
    else if (bytes[47] === 20) resets++;
  }
  expect(tuples.size).toBe(2_000);
  expect(resets).toBeGreaterThan(400);
  expect(resets).toBeLessThan(600);
});

test('single is one connection whose sequence numbers wrap, cut to the snap length', () => {
  const { packets } = generate({ kind: 'single', packets: 6_000 });
  const ports = new Set(packets.map(({ bytes }) => [bytes.readUInt16BE(34), bytes.readUInt16BE(36)].sort().join()));
  expect(packets).toHaveLength(6_000);
  expect(ports.size).toBe(1);
  const sequences = packets
    .filter(({ originalLength }) => originalLength > 1_000)
    .map(({ bytes }) => bytes.readUInt32BE(38));
  expect(Math.max(...sequences)).toBeGreaterThan(0xffff_0000);
  expect(sequences.some((sequence) => sequence < 0x1000_0000)).toBe(true);
  expect(Math.max(...packets.map(({ bytes }) => bytes.length))).toBe(128);
});

test('events run by time, then by the order in which they were scheduled', () => {
  const queue = new EventQueue();
  const random = new Random(3);
  const ran: [number, number][] = [];
  for (let order = 0; order < 500; order++) {
    const time = random.integer(0, 50);
    queue.schedule(time, () => ran.push([time, order]));
  }
  while (queue.runNext());
  expect(ran).toEqual([...ran].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  expect(ran).toHaveLength(500);
});

test('sizes are read with their units', () => {
  expect(parseSize('1GB')).toBe(1e9);
  expect(parseSize('1.06GB')).toBe(1.06e9);
  expect(parseSize('900000')).toBe(900_000);
  expect(() => parseSize('many')).toThrow('"many" is not a size');
});
