import type { ColoringRule } from '../../preload/contract/colors';
import type { FilterMacro } from '../../preload/contract/filters';
import type { Macros } from '../analysis/filter/syntax/macros';
import type { CaptureAnalysis } from './capture-analysis';
import type { FilterShelf } from './filter-shelf';
import { RowRules } from './row-rules';

/** Macros by their names. */
export const macrosByName = (macros: readonly FilterMacro[]): Macros =>
  Object.fromEntries(macros.map(({ name, text }) => [name, text]));

/** How an open capture is colored: the user's rules, and before them the colors of conversations. */
export class Coloring {
  private rules: readonly ColoringRule[] = [];
  private temporary: readonly ColoringRule[] = [];
  private macros: Macros = {};

  /** @param changed called when rows may look otherwise than before */
  constructor(private readonly changed: () => void) {}

  /** Takes up an analysis: the first, or that of the file read again. */
  adopt(analysis: CaptureAnalysis, filters: FilterShelf): void {
    this.analysis = analysis;
    this.filters = filters;
    filters.setMacros(this.macros);
    this.apply();
  }

  private analysis: CaptureAnalysis | null = null;
  private filters: FilterShelf | null = null;

  /** What the contract's methods of colors and macros call. */
  readonly methods = {
    'colors.setRules': (rules: readonly ColoringRule[]) => {
      this.rules = rules;
      this.recolor();
    },
    'colors.setTemporary': (rules: readonly ColoringRule[]) => {
      this.temporary = rules;
      this.recolor();
    },
    'filters.setMacros': (macros: readonly FilterMacro[]) => {
      this.macros = macrosByName(macros);
      this.filters?.setMacros(this.macros);
      this.recolor();
    },
  } as const;

  private recolor(): void {
    this.apply();
    this.changed();
  }

  private apply(): void {
    const { analysis, filters } = this;
    if (analysis === null || filters === null) return;
    const rules = [...this.temporary, ...this.rules];
    analysis.coloring = rules.length === 0 ? null : new RowRules(analysis, filters.facts, rules, this.macros);
  }
}
