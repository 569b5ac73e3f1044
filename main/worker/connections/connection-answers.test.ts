import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '../../../e2e/generator/make';
import { CaptureAnalysis } from '../capture-analysis';
import { ConnectionAnswers } from './connection-answers';

const folder = mkdtempSync(join(tmpdir(), 'wirestate-connections-'));
const path = join(folder, 'mixed.pcap');
let analysis: CaptureAnalysis;
let answers: ConnectionAnswers['methods'];

beforeAll(async () => {
  await make({ kind: 'mixed', path, packets: 20_000, seed: 5, format: 'pcap' });
  analysis = await CaptureAnalysis.open(path);
  await analysis.load();
  answers = new ConnectionAnswers(() => analysis).methods;
});
afterAll(async () => {
  await analysis.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a connection', () => {
  it('is described with its ends, its states and its packets', async () => {
    const one = await answers['connections.one'](0);
    expect(one.stream).toBe(0);
    const { store } = analysis;
    expect(store.get('stream', one.firstPacket - 1)).toBe(0);
    expect(store.get('stream', one.lastPacket - 1)).toBe(0);
    let packets = 0;
    for (let row = 0; row < store.count; row++) if (store.has(row, 2) && store.get('stream', row) === 0) packets++;
    expect(one.packets.client + one.packets.server).toBe(packets);
  });

  it('that is not there is refused with how many there are', async () => {
    const { count } = analysis.connections.tcp;
    await expect(answers['connections.one'](count)).rejects.toThrow(`the capture has ${count}`);
  });
});
