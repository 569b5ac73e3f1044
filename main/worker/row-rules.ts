import type { ColoringRule } from '../../preload/contract/colors';
import type { Dissection } from '../analysis/dissection';
import { compileFilter, type Filter } from '../analysis/filter/compile-filter';
import { FilterError } from '../analysis/filter/filter-error';
import { Certainty } from '../analysis/filter/plan/certainty';
import type { ColumnTest } from '../analysis/filter/plan/column-test';
import type { CaptureFacts } from '../analysis/filter/plan/facts';
import { planColumns } from '../analysis/filter/plan/plan';
import { ValueGatherer } from '../analysis/filter/running/gather-values';
import type { Macros } from '../analysis/filter/syntax/macros';
import type { Chunk } from '../analysis/store/chunk';
import { chunkMask, chunkRows, chunkShift } from '../analysis/store/schema';
import type { CaptureAnalysis } from './capture-analysis';

interface PlannedRule {
  readonly rule: ColoringRule;
  readonly filter: Filter;
  readonly columns: ColumnTest;
  readonly gatherer: ValueGatherer;
}

/** Finds the rule that colors a row. Only rows that are looked at are asked about, so nothing is kept of the answers. */
export class RowRules {
  private readonly planned: readonly PlannedRule[];
  private readonly certainty = new Uint8Array(chunkRows);
  private isDeciding = false;

  constructor(
    private readonly analysis: CaptureAnalysis,
    facts: CaptureFacts,
    rules: readonly ColoringRule[],
    macros: Macros,
  ) {
    this.planned = rules.flatMap((rule) => planOf(rule, facts, macros) ?? []);
  }

  /**
   * The first rule that the row matches; null for none, and for one whose rules ask how it is colored.
   * @param dissect gives the row's tree where the columns leave a rule in doubt; called once at most
   */
  ruleOf(row: number, dissect: () => Dissection = () => this.analysis.dissect(row)): ColoringRule | null {
    if (this.isDeciding) return null;
    this.isDeciding = true;
    try {
      return this.decide(row, dissect);
    } finally {
      this.isDeciding = false;
    }
  }

  private decide(row: number, dissect: () => Dissection): ColoringRule | null {
    const at = row & chunkMask;
    const chunk = this.analysis.store.chunks[row >>> chunkShift] as Chunk;
    const stretch = { chunk, firstRow: row - at, from: at, to: at + 1 };
    let dissection: Dissection | null = null;
    for (const { rule, filter, columns, gatherer } of this.planned) {
      columns(stretch, this.certainty);
      if (this.certainty[at] === Certainty.yes) return rule;
      if (this.certainty[at] === Certainty.no) continue;
      dissection ??= dissect();
      if (filter.matches(gatherer.gather(dissection))) return rule;
    }
    return null;
  }
}

function planOf(rule: ColoringRule, facts: CaptureFacts, macros: Macros): PlannedRule | null {
  if (!rule.enabled || rule.filter.trim() === '') return null;
  try {
    const filter = compileFilter(rule.filter, facts.registry, { macros });
    const columns = planColumns(filter.test, filter.uses, facts);
    return { rule, filter, columns, gatherer: new ValueGatherer(filter.uses) };
  } catch (error) {
    if (error instanceof FilterError) return null;
    throw error;
  }
}
