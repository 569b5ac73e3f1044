import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chunk, columnNames } from '../../main/analysis/store/chunk';
import {
  type ByteOrder,
  block,
  concat,
  enhancedPacket,
  fields,
  interfaceDescription,
  option,
  sectionHeader,
  text,
} from '../../main/files/capture-bytes';
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
  known.comments = analysis.comments;
  const { variant, interfaces, sections, nameResolutions, decryptionSecrets, customBlocks, connectionNotes } = file;
  known.file = { variant, interfaces, sections, nameResolutions, decryptionSecrets, customBlocks, connectionNotes };
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
    return known;
  } catch (error) {
    if (error instanceof CaptureOpenError) return null;
    throw new Error(`${capture}: ${(error as Error).message}`);
  }
}

const ethernetFrame = concat(new Uint8Array(12), Uint8Array.of(0x88, 0xb5));
const comment = (words: string, order: ByteOrder): Uint8Array => option(1, text(words), order);

/** More packets than one batch has, each on the second interface of its section, every thousandth with a comment. */
function section(order: ByteOrder, name: string): Uint8Array {
  const packets = Array.from({ length: 20_000 }, (_, i) => {
    const options = i % 1000 === 0 ? comment(`${name} ${i}`, order) : new Uint8Array(0);
    return enhancedPacket(ethernetFrame, { order, interface: 1, ticks: BigInt(i), options });
  });
  const nanoseconds = option(9, Uint8Array.of(9), order);
  const names = block(4, concat(option(1, concat(Uint8Array.of(192, 0, 2, 1), text(`${name}\0`)), order)), order);
  const statistics = fields(order, [4, 1], [4, 0], [4, 5]);
  return concat(
    sectionHeader(order, option(4, text(name), order)),
    interfaceDescription(order, 1, 0),
    interfaceDescription(order, 1, 0, nanoseconds),
    ...packets.slice(0, 10_000),
    names,
    block(5, concat(statistics, option(4, fields(order, [8, 20_000]), order)), order),
    block(0xbad, concat(fields(order, [4, 32473]), text('four')), order),
    ...packets.slice(10_000),
  );
}

test.each([
  ['whole', (bytes: Uint8Array) => bytes],
  ['cut inside a packet', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 30)],
  ['broken behind its last packet', (bytes: Uint8Array) => concat(bytes, fields('big', [4, 6], [4, 3], [4, 0]))],
])('one thread and two know the same of a pcapng file of several sections, %s', async (_, damage) => {
  const capture = join(directory, 'sections.pcapng');
  writeFileSync(capture, damage(concat(section('little', 'first'), section('big', 'second'))));
  const alone = await load(capture, null);
  expect(alone).toMatchObject({ file: { sections: [{}, {}], nameResolutions: [{}, {}], customBlocks: [{}, {}] } });
  expect(alone?.comments).toHaveProperty('size', 40);
  expect(await load(capture, join(directory, 'packet-reader.js'))).toEqual(alone);
});

test('it is told how far another thread is', async () => {
  const capture = join(directory, 'progress.pcapng');
  writeFileSync(capture, section('little', 'only'));
  const analysis = await CaptureAnalysis.open(capture, {
    readerScript: join(directory, 'packet-reader.js'),
    largeFrom: 0,
  });
  const told: number[] = [];
  await analysis.load(undefined, () => told.push(analysis.file.bytesRead));
  expect(told.filter((bytes) => bytes > analysis.file.size / 100 && bytes < analysis.file.size)).not.toEqual([]);
  expect(told).toEqual(told.toSorted((one, other) => one - other));
  await analysis.close();
});

test.skipIf(folder === null)(
  'one thread and two know the same of every capture (needs CAPTURE_CORPUS)',
  async () => {
    const captures = capturesUnder(folder as string).filter((each) => /\.(pcap|cap|pcapng|ntar)$/.test(each));
    let compared = 0;
    for (const [index, capture] of captures.entries()) {
      if (index % 3 !== 0) continue;
      const alone = await load(capture, null);
      if (alone === null) continue;
      compared++;
      expect(await load(capture, join(directory, 'packet-reader.js')), capture).toEqual(alone);
    }
    expect(compared).toBeGreaterThan(20);
  },
  300_000,
);
