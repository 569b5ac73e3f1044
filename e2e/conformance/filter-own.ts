import { compileFilter } from '../../main/analysis/filter/compile-filter';
import { FilterError } from '../../main/analysis/filter/filter-error';
import type { CaptureFacts } from '../../main/analysis/filter/plan/facts';
import { ValueGatherer } from '../../main/analysis/filter/running/gather-values';
import type { CaptureAnalysis } from '../../main/worker/capture-analysis';
import { FilterRun } from '../../main/worker/filter-rows';
import { RowSet } from '../../main/worker/row-set';
import type { FilterAnswer } from './filter-tshark';

/** What Wirestate answers the way it does for a window: by columns first. */
export async function ownFilterAnswer(
  analysis: CaptureAnalysis,
  facts: CaptureFacts,
  text: string,
): Promise<FilterAnswer> {
  try {
    const found = new RowSet();
    const run = new FilterRun(analysis, compileFilter(text, analysis.registry), facts);
    await run.run(found, { breathe: async () => {} });
    return Array.from(found.toArray(), (row) => row + 1).join(' ');
  } catch (error) {
    if (error instanceof FilterError) return 'refused';
    throw error;
  }
}

/** The same without columns: every packet is dissected whole. */
export function dissectedFilterAnswer(analysis: CaptureAnalysis, text: string): FilterAnswer {
  const filter = compileFilter(text, analysis.registry);
  const gatherer = new ValueGatherer(filter.uses);
  const numbers: number[] = [];
  for (let row = 0; row < analysis.store.count; row++)
    if (filter.matches(gatherer.gather(analysis.dissect(row)))) numbers.push(row + 1);
  return numbers.join(' ');
}
