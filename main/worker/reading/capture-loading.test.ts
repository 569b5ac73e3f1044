import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { concat, pcapHeader, pcapRecord } from '../../files/capture-bytes';
import { CaptureAnalysis } from '../capture-analysis';

const directory = mkdtempSync(join(tmpdir(), 'wirestate-loading-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Bytes that do not compress, so that unpacking them takes a while. */
const noise = Uint8Array.from({ length: 1500 }, (_, index) => Math.imul(index * index, 2654435761) >>> 24);

describe('loading', () => {
  it('tells of packets while a compressed file is being unpacked', async () => {
    const path = join(directory, 'noise.pcap.gz');
    const packets = 4000;
    const records = Array.from({ length: packets }, (_, index) => pcapRecord(noise.subarray(index % 700)));
    writeFileSync(path, gzipSync(concat(pcapHeader(), ...records), { level: 1 }));
    const analysis = await CaptureAnalysis.open(path);
    const told = new Set<number>();
    await analysis.load(undefined, () => told.add(analysis.store.count));
    await analysis.close();
    expect(told.has(packets)).toBe(true);
    expect(told.size).toBeGreaterThan(3);
  });
});
