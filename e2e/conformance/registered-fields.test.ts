import { expect, test } from 'vitest';
import { visitNodes } from '../../main/analysis/fields/field-node';
import { CaptureOpenError } from '../../main/files/open-capture';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { capturesUnder, corpus } from './captures';

const folder = corpus();

test.skipIf(folder === null)(
  'every field in the tree of any packet is in the registry, so that it can be asked for (needs CAPTURE_CORPUS)',
  async () => {
    const unknown = new Set<string>();
    for (const capture of capturesUnder(folder as string)) {
      const analysis = await CaptureAnalysis.open(capture).catch((error: Error) => {
        if (error instanceof CaptureOpenError) return null;
        throw error;
      });
      if (analysis === null) continue;
      await analysis.load();
      for (let row = 0; row < analysis.store.count; row++) {
        visitNodes(analysis.dissect(row).roots, ({ field }) => {
          if (analysis.registry.field(field.name) !== field) unknown.add(field.name);
        });
      }
      await analysis.close();
    }
    expect([...unknown]).toEqual([]);
  },
  300_000,
);
