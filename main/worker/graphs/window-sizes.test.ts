import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CaptureAnalysis } from '../capture-analysis';
import { WindowSizes } from './window-sizes';

const samples = join(import.meta.dirname, '..', '..', '..', 'resources', 'samples');

it.each(readdirSync(samples).filter((name) => name.includes('.pcap')))(
  'of %s are what following its connections tells',
  async (name) => {
    const analysis = await CaptureAnalysis.open(join(samples, name), { readerScript: null });
    await analysis.load();
    const sizes = new WindowSizes(analysis);
    let told = 0;
    for (let row = 0; row < analysis.store.count; row++) {
      const size = sizes.at(row);
      if (size === null) continue;
      told++;
      expect(size, `packet ${row + 1}`).toBe(analysis.segment(row)?.windowSize);
    }
    expect(told > 0).toBe(analysis.connections.tcp.count > 0);
    await analysis.close();
  },
);
