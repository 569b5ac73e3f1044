import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LOSS, type Segment, writeLossCapture } from '../../../e2e/pages/loss-capture';
import type { FlowBlockOfLines, FlowSegment } from '../../../preload/contract/flow';
import { CaptureAnalysis } from '../capture-analysis';
import { AllRows } from '../views';
import { FlowAnswers } from './flow-answers';

const folder = mkdtempSync(join(tmpdir(), 'wirestate-ladders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

/** The first lines of the ladder of a connection with these segments. */
async function ladderOf(segments: readonly Segment[], damage?: (bytes: Buffer) => void): Promise<FlowBlockOfLines> {
  const path = writeLossCapture(join(folder, `${++files}.pcap`), segments);
  if (damage) {
    const bytes = readFileSync(path);
    damage(bytes);
    writeFileSync(path, bytes);
  }
  const analysis = await CaptureAnalysis.open(path, { readerScript: null });
  await analysis.load();
  const answers = new FlowAnswers(analysis, () => new AllRows(analysis.store));
  const request = {
    subject: { kind: 'tcp', stream: 0 },
    spacing: 'even',
    collapsesRuns: false,
    expanded: [],
  } as const;
  while (!(await answers.shape(request)).isComplete) await new Promise((resolve) => setTimeout(resolve, 1));
  const block = await answers.block(request, 0, 100);
  await analysis.close();
  return block;
}

const line = ({ lines }: FlowBlockOfLines, packet: number) =>
  lines.find((each) => each.kind === 'segment' && each.packet === packet) as FlowSegment;

const RST = 0x04;

describe('a segment that is lost again', () => {
  // Packet 14 of the capture with one lost segment repeats 7; here it is lost too, and a timeout brings the third.
  const before = LOSS.slice(0, 14);
  const again: readonly Segment[] = [
    ...before,
    { ...(before[13] as Segment), at: 300 },
    { ...(LOSS[14] as Segment), at: 320 },
  ];

  test('is a broken arrow each time, and names what repeats it next', async () => {
    const ladder = await ladderOf(again);
    expect([7, 14, 15].map((packet) => line(ladder, packet).fate)).toEqual(['lost-later', 'lost-later', 'arrived']);
    expect(line(ladder, 7).resend?.packet).toBe(14);
    expect(line(ladder, 14).resend?.packet).toBe(15);
    expect(line(ladder, 15)).toMatchObject({ original: { packet: 7 }, badge: 'Retransmission' });
  });
});

describe('a duplicate acknowledgment of what is only late', () => {
  test('points at the late segment, captured behind it', async () => {
    // Next to the client: the first of four is the last to come, with the identification that it was sent with.
    const handshake: readonly Segment[] = [
      { ...(LOSS[0] as Segment), at: 0 },
      { ...(LOSS[1] as Segment), at: 20 },
      { ...(LOSS[2] as Segment), at: 20.1 },
    ];
    const data = (index: number, at: number): Segment => ({
      at,
      sequence: 1 + 1000 * index,
      acknowledgment: 1,
      payload: 1000,
    });
    const asks = (right: number, at: number): Segment => ({
      at,
      fromClient: true,
      sequence: 1,
      acknowledgment: 1001,
      ...(right > 0 && { sack: [[2001, right]] as const }),
    });
    const ladder = await ladderOf([
      ...handshake,
      data(0, 40),
      asks(0, 40.05),
      data(2, 40.1),
      asks(3001, 40.15),
      data(3, 40.2),
      asks(4001, 40.25),
      { ...data(1, 40.3), identification: 502 },
      { at: 40.35, fromClient: true, sequence: 1, acknowledgment: 4001 },
    ]);
    expect(line(ladder, 10).badge).toBe('Out of order');
    for (const packet of [7, 9]) {
      expect(line(ladder, packet).duplicate).toMatchObject({ first: { packet: 5 }, hole: { packet: 10 } });
    }
    expect(ladder.lines.filter(({ kind }) => kind === 'lost')).toEqual([]);
  });
});

test('a reset alone puts both ends into CLOSED', async () => {
  const ladder = await ladderOf([{ at: 0, flags: RST, sequence: 1 }]);
  const lanes = ladder.lanes.map(({ node, state, packet }) => ({ node, state, packet }));
  expect(lanes).toEqual([
    { node: 0, state: 'CLOSED', packet: 1 },
    { node: 1, state: 'CLOSED', packet: 1 },
  ]);
});

test('a segment without a flag is a segment all the same', async () => {
  const ladder = await ladderOf([{ at: 0, flags: 0, sequence: 1, fromClient: true }]);
  expect(line(ladder, 1)).toMatchObject({ flags: 'no flags', window: 64_240, acknowledgment: null });
});

test('a segment whose header is longer than itself is called unreadable', async () => {
  const handshake = LOSS.slice(0, 3);
  // The data offset of the last packet, an ACK without options: Ethernet 14 bytes, IPv4 20, TCP 20.
  const ladder = await ladderOf(handshake, (bytes) => bytes.writeUInt8(0xf0, bytes.length - 20 + 12));
  expect(line(ladder, 3)).toMatchObject({ flags: 'unreadable', acknowledgment: null });
});
