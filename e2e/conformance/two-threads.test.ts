import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chunk, columnNames } from '../../main/analysis/store/chunk';
import { CaptureOpenError } from '../../main/files/open-capture';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { capturesUnder, corpus } from './captures';

const folder = corpus();
let directory = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'wirestate-reader-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: resolve(__dirname, '../../main/worker/reading/packet-reader.ts'),
      outDir: directory,
      minify: false,
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'packet-reader.js' } },
    },
  });
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** All that is known of a loaded capture, in a form that compares. */
function knowledge(analysis: CaptureAnalysis): Record<string, unknown> {
  const { store, connections, totals, file, dissectedPackets } = analysis;
  const known: Record<string, unknown> = { totals, dissectedPackets, warnings: file.warnings, read: file.bytesRead };
  known.tcp = connections.tcp.count;
  known.udp = connections.udp.count;
  for (const name of columnNames) {
    known[name] = store.chunks.map((chunk: Chunk) => chunk[name].slice(0, store.count));
  }
  known.addresses = Array.from({ length: store.addresses.count }, (_, id) => store.addresses.text(id));
  known.chains = Array.from({ length: store.layerChains.count }, (_, id) => store.layerChains.protocolsOf(id));
  const rows = Array.from({ length: store.count }, (_, row) => row);
  known.notes = rows.map((row) => [
    connections.options.maximumSegmentSize(row),
    connections.options.windowScale(row),
    connections.options.timestamps(row),
    connections.options.sackPermitted(row),
    connections.options.fastOpenCookie(row),
    Array.from({ length: 2 * connections.options.blockCount(row) }, (_, i) => connections.options.blockEdge(row, i)),
    connections.enclosing.conversation(row),
    connections.quoted.has(row),
  ]);
  // Of the packets read again, those that need what was learnt while loading.
  const reread = rows.filter((row) => (store.get('rowFlags', row) & 128) !== 0).slice(0, 200);
  known.again = reread.map((row) => analysis.dissect(row, false).protocolNames);
  return known;
}

async function load(capture: string, readerScript: string | null): Promise<Record<string, unknown> | null> {
  try {
    const analysis = await CaptureAnalysis.open(capture, { readerScript, largeFrom: 0 });
    await analysis.load();
    const known = knowledge(analysis);
    await analysis.close();
    return analysis.file.format === 'pcap' ? known : null;
  } catch (error) {
    if (error instanceof CaptureOpenError) return null;
    throw new Error(`${capture}: ${(error as Error).message}`);
  }
}

test.skipIf(folder === null)(
  'one thread and two know the same of every capture (needs CAPTURE_CORPUS)',
  async () => {
    const captures = capturesUnder(folder as string).filter((each) => /\.(pcap|cap)$/.test(each));
    let compared = 0;
    for (const [index, capture] of captures.entries()) {
      if (index % 4 !== 0) continue;
      const alone = await load(capture, null);
      if (alone === null) continue;
      compared++;
      expect(await load(capture, join(directory, 'packet-reader.js')), capture).toEqual(alone);
    }
    expect(compared).toBeGreaterThan(20);
  },
  300_000,
);
