import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CaptureAnalysis } from '../capture-analysis';

const directory = mkdtempSync(join(tmpdir(), 'wirestate-reading-'));
const capture = join(directory, 'one.pcap');
let analysis: CaptureAnalysis;

/** One packet of 14 bytes: an Ethernet header. */
function onePacket(): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(24 + 16 + 14));
  bytes.setUint32(0, 0xa1b2c3d4, true);
  bytes.setUint16(4, 2, true);
  bytes.setUint16(6, 4, true);
  bytes.setUint32(16, 65_535, true);
  bytes.setUint32(20, 1, true);
  bytes.setUint32(24 + 8, 14, true);
  bytes.setUint32(24 + 12, 14, true);
  bytes.setUint16(24 + 16 + 12, 0x88b5);
  return new Uint8Array(bytes.buffer);
}

async function openWith(program: string): Promise<void> {
  const readerScript = join(directory, 'reader.cjs');
  writeFileSync(readerScript, program);
  analysis = await CaptureAnalysis.open(capture, { readerScript, largeFrom: 0 });
}

beforeEach(() => writeFileSync(capture, onePacket()));
afterEach(() => analysis.close());
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the thread that reads packets', () => {
  it('passes its error on to whoever loads', async () => {
    await openWith("throw new Error('no memory left');");
    await expect(analysis.load()).rejects.toThrow('no memory left');
  });

  it('is missed where it ends too early', async () => {
    await openWith('process.exit(0);');
    await expect(analysis.load()).rejects.toThrow('stopped unexpectedly');
  });

  it('ends when loading is cancelled', async () => {
    await openWith('setInterval(() => {}, 1000);');
    const stop = new AbortController();
    const loading = analysis.load(stop.signal);
    stop.abort();
    expect(await loading).toBe(false);
  });

  it('is not needed for a small file', async () => {
    await openWith("throw new Error('never started');");
    const small = await CaptureAnalysis.open(capture, { readerScript: join(directory, 'reader.cjs') });
    expect(await small.load()).toBe(true);
    expect(small.store.count).toBe(1);
    await small.close();
  });
});
