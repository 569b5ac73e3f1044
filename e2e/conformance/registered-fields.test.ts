import { expect, test } from 'vitest';
import { visitNodes } from '../../main/analysis/fields/field-node';
import { capturesUnder, corpus, loaded } from './captures';

const folder = corpus();

test.skipIf(folder === null)(
  'every field in the tree of any packet is in the registry, so that it can be asked for (needs CAPTURE_CORPUS)',
  async () => {
    const unknown = new Set<string>();
    for await (const { analysis } of loaded(capturesUnder(folder as string))) {
      for (let row = 0; row < analysis.store.count; row++) {
        visitNodes(analysis.dissect(row).roots, ({ field }) => {
          if (analysis.registry.field(field.name) !== field) unknown.add(field.name);
        });
      }
    }
    expect([...unknown]).toEqual([]);
  },
  300_000,
);
