import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { captureFacts } from '../../main/worker/filter-facts';
import { ownFilterAnswer } from './filter-own';
import { tsharkFilterAnswer } from './filter-tshark';

const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;

const client = [10, 255, 252, 31];
const server = [192, 168, 204, 162];
const [fin, syn, rst, psh, ack] = [1, 2, 4, 8, 16];

interface Segment {
  /** Seconds after 15:49:47 on 2015-12-01, local time. */
  readonly at: number;
  readonly toServer: boolean;
  readonly clientPort: number;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly data?: string;
}

/**
 * Two connections to port 8099: one whose request is sent twice and answered with duplicate ACKs, then reset; one that is refused.
 */
const segments: readonly Segment[] = [
  { at: 0.1, toServer: true, clientPort: 40000, flags: syn, seq: 1000, ack: 0 },
  { at: 0.2, toServer: false, clientPort: 40000, flags: syn | ack, seq: 5000, ack: 1001 },
  { at: 0.3, toServer: true, clientPort: 40000, flags: ack, seq: 1001, ack: 5001 },
  { at: 1.1, toServer: true, clientPort: 40000, flags: psh | ack, seq: 1001, ack: 5001, data: 'x'.repeat(100) },
  { at: 1.5, toServer: true, clientPort: 40000, flags: psh | ack, seq: 1001, ack: 5001, data: 'x'.repeat(100) },
  { at: 1.6, toServer: false, clientPort: 40000, flags: ack, seq: 5001, ack: 1101 },
  { at: 1.9, toServer: true, clientPort: 40000, flags: psh | ack, seq: 1201, ack: 5001, data: 'y'.repeat(100) },
  { at: 2.0, toServer: false, clientPort: 40000, flags: ack, seq: 5001, ack: 1101 },
  { at: 2.4, toServer: true, clientPort: 40000, flags: rst | ack, seq: 1301, ack: 5001 },
  { at: 3.1, toServer: true, clientPort: 40001, flags: syn, seq: 9000, ack: 0 },
  { at: 3.2, toServer: false, clientPort: 40001, flags: rst | ack, seq: 0, ack: 9001 },
  { at: 3.5, toServer: true, clientPort: 40002, flags: fin | ack, seq: 70, ack: 80 },
];

/** What the capture has, worked out by hand; the last packet's connection was open before. */
const questions: readonly (readonly [string, string])[] = [
  ['ip.addr eq 10.255.252.31 and tcp.flags.reset eq 1 and !(tcp.seq eq 1 and tcp.ack eq 1)', '9'],
  ['frame.time >= "dec 01, 2015 15:49:48" and frame.time <= "dec 01, 2015 15:49:49"', '4 5 6 7 8'],
  ['tcp.port == 8099', '1 2 3 4 5 6 7 8 9 10 11 12'],
  ['ip.dst == 192.168.204.162', '1 3 4 5 7 9 10 12'],
  ['tcp.analysis.retransmission or tcp.analysis.duplicate_ack', '5 8'],
];

describe('the questions that engineers ask', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirestate-questions-'));
  const path = join(folder, 'questions.pcap');
  let analysis: CaptureAnalysis;

  beforeAll(async () => {
    writeFileSync(path, captureOf(segments));
    analysis = await CaptureAnalysis.open(path);
    await analysis.load();
  });

  afterAll(async () => {
    await analysis.close();
    rmSync(folder, { recursive: true });
  });

  test.each(questions)('%s', async (text, expected) => {
    expect(await ownFilterAnswer(analysis, captureFacts(analysis), text)).toBe(expected);
  });

  test.skipIf(!hasTshark)(
    `are answered the same by tshark ${hasTshark ? '' : '(tshark is not installed)'}`,
    async () => {
      for (const [text, expected] of questions) expect(await tsharkFilterAnswer(path, text)).toBe(expected);
    },
  );
});

function captureOf(all: readonly Segment[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20);
  return Buffer.concat([header, ...all.flatMap(recordOf)]);
}

function recordOf(segment: Segment): Buffer[] {
  const frame = frameOf(segment);
  const milliseconds = new Date(2015, 11, 1, 15, 49, 47).getTime() + Math.round(segment.at * 1000);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(Math.floor(milliseconds / 1000), 0);
  record.writeUInt32LE((milliseconds % 1000) * 1000, 4);
  record.writeUInt32LE(frame.length, 8);
  record.writeUInt32LE(frame.length, 12);
  return [record, frame];
}

function frameOf({ toServer, clientPort, flags, seq, ack: acknowledged, data = '' }: Segment): Buffer {
  const ethernet = Buffer.from('0200000000020200000000010800', 'hex');
  const ip = Buffer.from('450000000000400040060000', 'hex');
  ip.writeUInt16BE(40 + data.length, 2);
  const ends = toServer ? [...client, ...server] : [...server, ...client];
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(toServer ? clientPort : 8099, 0);
  tcp.writeUInt16BE(toServer ? 8099 : clientPort, 2);
  tcp.writeUInt32BE(seq, 4);
  tcp.writeUInt32BE(acknowledged, 8);
  tcp.writeUInt8(0x50, 12);
  tcp.writeUInt8(flags, 13);
  tcp.writeUInt16BE(8192, 14);
  return Buffer.concat([ethernet, ip, Buffer.from(ends), tcp, Buffer.from(data)]);
}
