import { expect, test } from 'vitest';
import { visitNodes } from '../../main/analysis/fields/field-node';
import type { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { captureFacts } from '../../main/worker/filter-facts';
import { capturesUnder, corpus, loaded } from './captures';
import { ownFilterAnswer } from './filter-own';

const folder = corpus();
/** Every so many captures; PRESENCE_EVERY=1 asks all. */
const every = Number(process.env.PRESENCE_EVERY ?? 6);
const mostPackets = 1500;

/** The packets that have each field, by dissecting them. */
function packetsByField(analysis: CaptureAnalysis): Map<string, Set<number>> {
  const packets = new Map<string, Set<number>>();
  for (let row = 0; row < analysis.store.count; row++) {
    visitNodes(analysis.dissect(row).roots, ({ field: { name } }) => {
      packets.set(name, (packets.get(name) ?? new Set()).add(row + 1));
    });
  }
  return packets;
}

test.skipIf(folder === null)(
  `a field's name as a filter finds the packets that have it, for every field of each ${every}th capture (needs CAPTURE_CORPUS)`,
  async () => {
    const wrong: string[] = [];
    let asked = 0;
    for await (const { path, analysis } of loaded(capturesUnder(folder as string).filter((_, i) => i % every === 0))) {
      if (analysis.store.count > mostPackets) continue;
      const facts = captureFacts(analysis);
      for (const [name, packets] of packetsByField(analysis)) {
        asked++;
        if ((await ownFilterAnswer(analysis, facts, name)) !== [...packets].join(' ')) wrong.push(`${path}: ${name}`);
      }
    }
    console.log(`${asked} filters asked`);
    expect(wrong).toEqual([]);
  },
  300_000,
);
