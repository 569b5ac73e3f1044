import { expect, test } from 'vitest';
import type { Dissection } from '../../main/analysis/dissection';
import type { Field } from '../../main/analysis/fields/field';
import { CarriedFields } from '../../main/analysis/filter/running/carried-fields';
import type { FieldUse } from '../../main/analysis/filter/typing/typed-test';
import { captureFacts } from '../../main/worker/filter-facts';
import { capturesUnder, corpus, loaded } from './captures';

const folder = corpus();
/** Of a large capture its first packets tell. */
const mostRows = 20_000;

/** Fields, values and places, with the bytes of those whose source is told by its name. */
const found = ({ roots, sources }: Dissection): string =>
  roots
    .map(({ field, value, start, length, source }) =>
      [field.name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value), start, length]
        .concat(sources[source]?.name ?? '')
        .join(' '),
    )
    .join('\n');

const plainUse = (field: Field): FieldUse => ({ field, layers: null, raw: false, whole: false });

test.skipIf(folder === null)(
  'fields that TCP and UDP carry are the same without the headers around them, in every packet (needs CAPTURE_CORPUS)',
  async () => {
    const differences: string[] = [];
    let compared = 0;
    let told = 0;
    for await (const { path: capture, analysis } of loaded(capturesUnder(folder as string))) {
      const { knowledge } = captureFacts(analysis);
      const uses = [...analysis.registry.fields]
        .map(plainUse)
        .filter((use) => CarriedFields.of([use], analysis.store, knowledge) !== null);
      const carried = CarriedFields.of(uses, analysis.store, knowledge) as CarriedFields;
      const wanted = { fields: new Set(uses.map(({ field }) => field)), overTcp: true };
      const reading = analysis.reading(wanted, false);
      for (let row = 0; row < Math.min(mostRows, analysis.store.count); row++) {
        const data = carried.at(row);
        if (data === null) continue;
        compared++;
        const whole = found(analysis.read(row, reading));
        const alone = found(analysis.readCarried(row, data, reading));
        if (whole !== '') told++;
        if (whole !== alone) differences.push(`${capture} ${row + 1}\n${whole}\n--- alone\n${alone}`);
      }
    }
    console.log(`${told} of ${compared} packets have such fields`);
    expect(differences.slice(0, 5)).toEqual([]);
    expect(told).toBeGreaterThan(10_000);
  },
  300_000,
);
