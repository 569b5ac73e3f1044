import type { FilterCheck } from '../../preload/contract/filters';
import type { ViewRequest } from '../../preload/contract/packets';
import type { Field, FieldValue } from '../analysis/fields/field';
import { visitNodes } from '../analysis/fields/field-node';
import { compileFilter, type Filter, inTimeRange } from '../analysis/filter/compile-filter';
import { FilterError } from '../analysis/filter/filter-error';
import type { CaptureFacts } from '../analysis/filter/plan/facts';
import type { Macros } from '../analysis/filter/syntax/macros';
import type { CaptureAnalysis } from './capture-analysis';
import { captureFacts } from './filter-facts';
import { FilterResult } from './filter-result';
import { FilterMatcher } from './find/filter-matcher';

const mostResults = 8;
/** Fields that the user changes. */
const annotated: ReadonlySet<string> = new Set(['frame.marked', 'frame.comment']);
const ofProcesses: ReadonlySet<string> = new Set(['wirestate.process', 'wirestate.pid', 'wirestate.process.inferred']);
const colored: ReadonlySet<string> = new Set(['frame.coloring_rule.name', 'frame.coloring_rule.string']);

/** The filters of an open capture, with the results of the last ones: going back to one of them costs nothing. */
export class FilterShelf {
  readonly facts: CaptureFacts;
  private macros: Macros = {};
  /** The one used last is the last. */
  private readonly results = new Map<string, FilterResult>();

  constructor(private readonly analysis: CaptureAnalysis) {
    this.facts = captureFacts(analysis);
  }

  check(text: string): FilterCheck {
    if (text.trim() === '') return { error: null, fields: [] };
    try {
      const { uses } = compileFilter(text, this.analysis.registry, { macros: this.macros });
      return { error: null, fields: [...new Set(uses.map(({ field }) => field.name))] };
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      const { message, start, end } = error;
      return { error: { message, start, end }, fields: [] };
    }
  }

  /** What a request lets through; null where it lets everything through. @throws Error that names the column */
  result({ filter, timeRange, selected }: ViewRequest): FilterResult | null {
    const text = filter.trim();
    if (text === '' && timeRange === null) return null;
    const key = JSON.stringify([text, timeRange, text.includes('${') ? selected : null]);
    const known = this.results.get(key);
    const result = known ?? new FilterResult(this.analysis, this.compile(text, timeRange, selected), this.facts);
    this.results.delete(key);
    this.results.set(key, result);
    for (const oldest of this.results.keys()) {
      if (this.results.size <= mostResults) break;
      this.results.delete(oldest);
    }
    return result;
  }

  /** The user's macros. Results of filters that may use one are forgotten. */
  setMacros(macros: Macros): void {
    this.macros = macros;
    this.forget(({ filter }) => filter.text.includes('$'));
  }

  /** @throws FilterError */
  compiled(text: string, selected?: number): Filter {
    const references = (field: Field) => this.valuesOf(field, selected);
    return compileFilter(text, this.analysis.registry, { references, macros: this.macros });
  }

  /** Tells packets that a filter lets through one by one. @throws FilterError */
  matcher(text: string, selected: number | undefined): FilterMatcher {
    if (text.trim() === '') throw new FilterError('write a display filter, as tcp.flags.reset == 1', 0, 0);
    return new FilterMatcher(this.analysis, this.compiled(text, selected), this.facts);
  }

  /** Forgets results that the user's marks and comments may have changed. @returns those results */
  forgetAnnotated(): FilterResult[] {
    return this.forget((result) => result.asks(annotated));
  }

  /** Forgets results that newly noted processes may have changed. @returns those results */
  forgetProcesses(): FilterResult[] {
    return this.forget((result) => result.asks(ofProcesses));
  }

  /** Forgets results that coloring rules may have changed. @returns those results */
  forgetColored(): FilterResult[] {
    return this.forget((result) => result.asks(colored));
  }

  private forget(isStale: (result: FilterResult) => boolean): FilterResult[] {
    const stale = [...this.results].filter(([, result]) => isStale(result));
    for (const [key] of stale) this.results.delete(key);
    return stale.map(([, result]) => result);
  }

  private compile(text: string, timeRange: ViewRequest['timeRange'], selected: number | undefined): Filter {
    const { registry } = this.analysis;
    const filter = text === '' ? null : this.compileText(text, selected);
    return timeRange === null
      ? (filter as Filter)
      : inTimeRange(filter, registry, BigInt(timeRange.from), BigInt(timeRange.to));
  }

  private compileText(text: string, selected: number | undefined): Filter {
    try {
      return this.compiled(text, selected);
    } catch (error) {
      if (error instanceof FilterError) throw new Error(`Filter, column ${error.start + 1}: ${error.message}`);
      throw error;
    }
  }

  /** Values that a field has in the selected packet. */
  private valuesOf(field: Field, selected: number | undefined): FieldValue[] {
    const values: FieldValue[] = [];
    if (selected === undefined || selected < 1 || selected > this.analysis.store.count) return values;
    visitNodes(this.analysis.dissect(selected - 1).roots, (node) => {
      if (node.field === field) values.push(node.value);
    });
    return values;
  }
}
