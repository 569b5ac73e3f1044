import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { visitNodes } from '../../main/analysis/fields/field-node';
import { lineText } from '../../main/analysis/fields/line-text';
import { valueText } from '../../main/analysis/fields/value-text';
import { CaptureOpenError } from '../../main/files/open-capture';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { capturesUnder, corpus } from './captures';

const folder = corpus();
const scratch = mkdtempSync(join(tmpdir(), 'wirestate-fuzz-'));
const runs = Number(process.env.FUZZ_RUNS ?? 400);
const largestFile = 60_000;
/** Far above what any file of that size needs, even on a busy machine: a hang, not a slow day. */
const longestMilliseconds = 10_000;
const mostNodes = 200_000;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A small generator of repeatable random numbers (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const telling = [0, 1, 3, 4, 5, 0x7f, 0x80, 0xfe, 0xff];

function mutated(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const spared = 24;
  const changes = 1 + Math.floor((random() * copy.length) / 50);
  for (let i = 0; i < changes; i++) {
    const at = spared + Math.floor(random() * (copy.length - spared));
    const telltale = telling[Math.floor(random() * telling.length)] as number;
    copy[at] = random() < 0.5 ? telltale : Math.floor(random() * 256);
  }
  return random() < 0.2 ? copy.subarray(0, spared + Math.floor(random() * (copy.length - spared))) : copy;
}

/** Reads everything that the screen and the command line would read. @returns the largest number of nodes of a packet */
async function readAll(path: string): Promise<number> {
  const analysis = await CaptureAnalysis.open(path);
  let most = 0;
  try {
    await analysis.load();
    for (let row = 0; row < analysis.store.count; row++) {
      const dissection = analysis.dissect(row);
      void dissection.info;
      let nodes = 0;
      visitNodes(dissection.roots, (node) => {
        nodes++;
        lineText(node);
        valueText(node.field, node.value);
      });
      most = Math.max(most, nodes);
    }
  } finally {
    await analysis.close();
  }
  return most;
}

test.skipIf(folder === null)(
  `${runs} captures mutated at random neither throw, hang nor grow (needs CAPTURE_CORPUS)`,
  async () => {
    const small = capturesUnder(folder as string).filter((path) => {
      const { size } = statSync(path);
      return size > 100 && size < largestFile;
    });
    for (let run = 0; run < runs; run++) {
      const random = randomFrom(run);
      const original = small[Math.floor(random() * small.length)] as string;
      const path = join(scratch, 'mutated');
      writeFileSync(path, mutated(readFileSync(original), random));
      const started = performance.now();
      const most = await readAll(path).catch((error: Error) => {
        if (error instanceof CaptureOpenError) return 0;
        throw new Error(`run ${run}, made of ${original}: ${error.stack}`);
      });
      expect(performance.now() - started, `run ${run}, made of ${original}`).toBeLessThan(longestMilliseconds);
      expect(most, `run ${run}, made of ${original}`).toBeLessThan(mostNodes);
    }
  },
  600_000,
);
