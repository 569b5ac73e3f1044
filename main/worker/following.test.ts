import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeSmallCapture } from '../../e2e/support/small-capture';
import type { CaptureState } from '../../preload/contract/capture';
import type { View, ViewRequest } from '../../preload/contract/packets';
import type { ConnectionNote } from '../files/connection-note';
import { encodeNote } from '../files/connection-note';
import type { CaptureAnalysis } from './capture-analysis';
import { CaptureSession } from './capture-session';
import { Following } from './following';
import type { Reply } from './messages';

const request = (filter: string): ViewRequest => ({ filter, timeRange: null, sort: null, job: filter });

describe('a capture that is followed', () => {
  let folder: string;
  let session: CaptureSession;
  let states: CaptureState[];
  let views: View[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wirestate-following-'));
    states = [];
    views = [];
  });
  afterEach(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });

  const send = (reply: Reply): void => {
    if (reply.kind === 'state') states.push(reply.state);
    if (reply.kind === 'view') views.push(reply.view);
  };
  const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), 5_000);
  const packets = () => states.at(-1)?.packets;

  /** Cut into two halves between packets: what is there at first, and what comes later. */
  async function follow(count: number) {
    const whole = readFileSync(writeSmallCapture(join(folder, 'whole.pcap'), count * 2));
    const half = 24 + (whole.length - 24) / 2;
    const path = join(folder, 'growing.pcap');
    writeFileSync(path, whole.subarray(0, half));
    session = await CaptureSession.open(1, path, send);
    await session.load();
    session.methods['captures.follow'](true);
    return () => appendFileSync(path, whole.subarray(half));
  }

  it('tells of what came, and lets the filter that is shown decide it', async () => {
    const grow = await follow(10);
    const view = await session.methods['packets.view'](request('udp.srcport >= 40008'));
    expect(view.rows).toBe(2);
    grow();
    await until(() => packets() === 20);
    await until(() => views.filter(({ id }) => id === view.id).at(-1)?.rows === 12);
    expect(states.at(-1)?.phase).toBe('following');
  });

  it('is another revision when it is no longer followed: verdicts may have become others', async () => {
    const grow = await follow(10);
    const { revision } = states.at(-1) as CaptureState;
    grow();
    await until(() => packets() === 20);
    expect(states.at(-1)?.revision).toBe(revision);
    session.methods['captures.follow'](false);
    await until(() => states.at(-1)?.phase === 'ready' && (states.at(-1)?.revision ?? 0) > revision);
  });

  it('shows whose a connection is when that is noted after its packets', async () => {
    const path = join(folder, 'noted.pcapng');
    const note: ConnectionNote = {
      kind: 'process',
      transport: 'udp',
      local: { address: '192.0.2.1', port: 40_000 },
      remote: null,
      process: 'probe',
      pid: 42,
      time: null,
    };
    const small = await CaptureSession.open(1, writeSmallCapture(join(folder, 'small.pcap'), 3), send);
    await small.load();
    const [row] = small.methods['packets.rows']({ view: 0, start: 0, count: 1, custom: [] }).rows;
    const all = { path, format: 'pcapng', packets: { kind: 'all' }, job: 'copy' } as const;
    await small.methods['captures.export'](all);
    await small.close();
    session = await CaptureSession.open(1, path, send);
    await session.load();
    session.methods['captures.follow'](true);
    const view = await session.methods['packets.view'](request('wirestate.process == "probe"'));
    expect(view.rows).toBe(0);
    const { revision } = states.at(-1) as CaptureState;
    const local = { address: row?.source ?? '', port: row?.sourcePort ?? 0 };
    appendFileSync(path, statisticsBlock(encodeNote({ ...note, local })));
    await until(() => views.filter(({ id }) => id === view.id).at(-1)?.rows === 1);
    expect(states.at(-1)?.revision).toBeGreaterThan(revision);
  });
});

describe('rows that were given away while more was read', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are told of also when nothing more comes', async () => {
    const analysis = { isLoading: false, file: { refresh: vi.fn(() => true) }, machine: { learned: () => false } };
    const changed = vi.fn();
    const following = new Following(() => ({
      analysis: analysis as unknown as CaptureAnalysis,
      isFollowing: true,
      readOn: async () => {
        analysis.isLoading = true;
        following.rowsAsked();
        analysis.isLoading = false;
      },
      grew: () => {},
      changed,
      learned: () => {},
    }));
    following.begin();
    await vi.advanceTimersByTimeAsync(600);
    expect(changed).toHaveBeenCalledTimes(1);
    analysis.file.refresh.mockReturnValue(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(changed).toHaveBeenCalledTimes(2);
    following.end();
  });
});

/** An interface statistics block (draft-ietf-opsawg-pcapng §4.6) of the first interface, with a comment. */
function statisticsBlock(comment: string): Uint8Array {
  const text = new TextEncoder().encode(comment);
  const padded = (text.length + 3) & ~3;
  const length = 8 + 12 + 4 + padded + 4 + 4;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 5, true);
  view.setUint32(4, length, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, text.length, true);
  bytes.set(text, 24);
  view.setUint32(length - 4, length, true);
  return bytes;
}
