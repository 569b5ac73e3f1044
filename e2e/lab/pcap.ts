import { readFileSync } from 'node:fs';

/** A TCP segment as captured: the numbers that tell it from others, and its place in the capture. */
export interface CapturedSegment {
  /** Counted from 1 over all frames of the capture. */
  frame: number;
  sourceAddress: string;
  signature: string;
}

const NANOSECOND_MAGIC = 0xa1b23c4d;
const RECORD_HEADER = 16;

/** Reads a little-endian nanosecond pcap of Ethernet, as tcpdump writes it on the machine that runs the lab. */
export function readSegments(path: string): CapturedSegment[] {
  const file = readFileSync(path);
  if (file.length < 24 || file.readUInt32LE(0) !== NANOSECOND_MAGIC)
    throw new Error(`${path} is not a nanosecond pcap`);
  const segments: CapturedSegment[] = [];
  let frame = 0;
  for (let offset = 24; offset + RECORD_HEADER <= file.length; ) {
    const kept = file.readUInt32LE(offset + 8);
    frame++;
    const segment = segmentOf(file.subarray(offset + RECORD_HEADER, offset + RECORD_HEADER + kept), frame);
    if (segment) segments.push(segment);
    offset += RECORD_HEADER + kept;
  }
  return segments;
}

function segmentOf(bytes: Buffer, frame: number): CapturedSegment | null {
  if (bytes.length < 54 || bytes.readUInt16BE(12) !== 0x0800 || bytes[23] !== 6) return null;
  const header = (bytes[14]! & 15) * 4;
  const tcp = 14 + header;
  const length = bytes.readUInt16BE(16) - header - (bytes[tcp + 12]! >> 4) * 4;
  return {
    frame,
    sourceAddress: Array.from(bytes.subarray(26, 30)).join('.'),
    signature: signatureOf({
      id: bytes.readUInt16BE(18),
      sport: bytes.readUInt16BE(tcp),
      dport: bytes.readUInt16BE(tcp + 2),
      seq: bytes.readUInt32BE(tcp + 4),
      ack: bytes.readUInt32BE(tcp + 8),
      len: length,
      flags: bytes[tcp + 13]!,
    }),
  };
}

export interface SegmentNumbers {
  id: number;
  sport: number;
  dport: number;
  seq: number;
  ack: number;
  len: number;
  flags: number;
}

export function signatureOf(numbers: SegmentNumbers): string {
  return [numbers.id, numbers.sport, numbers.dport, numbers.seq, numbers.ack, numbers.len, numbers.flags].join(':');
}
