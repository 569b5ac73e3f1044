import type { Field } from '../../main/analysis/fields/field';
import { visitNodes } from '../../main/analysis/fields/field-node';
import { nodeText } from '../../main/analysis/fields/protocol-text';
import { CaptureAnalysis } from '../../main/worker/capture-analysis';
import type { Answers } from './tshark-answers';

/** What Wirestate has for the same fields. Fields that the registry lacks are empty. */
export async function ownAnswers(capture: string, fields: readonly string[]): Promise<Answers> {
  const answers = new Map<number, readonly string[]>();
  const analysis = await CaptureAnalysis.open(capture);
  await analysis.load();
  const places = new Map<Field, number>();
  fields.forEach((name, place) => {
    const field = analysis.registry.field(name);
    if (field) places.set(field, place);
  });
  for (let row = 0; row < analysis.store.count; row++) {
    const values = fields.map(() => '');
    const seen = fields.map(() => false);
    visitNodes(analysis.dissect(row).roots, (node) => {
      const place = places.get(node.field);
      if (place === undefined || seen[place]) return;
      seen[place] = true;
      values[place] = nodeText(node);
    });
    answers.set(row + 1, values);
  }
  await analysis.close();
  return answers;
}
