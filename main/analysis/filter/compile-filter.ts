import type { Registry } from '../registry';
import { FilterError } from './filter-error';
import { type Predicate, predicateOf } from './running/evaluate';
import { expandMacros, type Macros, standardMacros } from './syntax/macros';
import { readFilter } from './syntax/read-test';
import type { References } from './typing/operand-types';
import { checkTypes } from './typing/type-check';
import type { FieldUse, TypedTest } from './typing/typed-test';

export interface FilterOptions {
  /** What `${field}` stands for; without it for nothing. */
  readonly references?: References;
  /** The user's macros, beside the standard ones. */
  readonly macros?: Macros;
}

/** A filter ready to run. */
export interface Filter {
  readonly text: string;
  readonly test: TypedTest;
  /** The fields it names, by place. */
  readonly uses: readonly FieldUse[];
  /** Decides a packet from the values of `uses`. */
  readonly matches: Predicate;
}

/** @throws FilterError where the text is no filter, or names what is not there */
export function compileFilter(text: string, registry: Registry, options: FilterOptions = {}): Filter {
  const macros = { ...standardMacros, ...options.macros };
  const expanded = expandMacros(text, macros, (name) => registry.field(name) !== undefined);
  try {
    const { test, uses } = checkTypes(readFilter(expanded.text), registry, options.references ?? (() => []));
    return { text, test, uses, matches: predicateOf(test) };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { start, end } = expanded.placeOf(error.start, error.end);
    throw new FilterError(error.message, start, end);
  }
}

/**
 * The packets of a time range that a filter lets through, or all of them.
 * @param from nanoseconds since the epoch, inclusive as `to`
 */
export function inTimeRange(filter: Filter | null, registry: Registry, from: bigint, to: bigint): Filter {
  const field = registry.field('frame.time');
  if (!field) throw new Error('no field is named frame.time');
  const uses = [...(filter?.uses ?? []), { field, layers: null, raw: false, whole: false }];
  const time = { kind: 'field', type: 'time', use: uses.length - 1, field } as const;
  const bound = (operator: '>=' | '<=', value: bigint): TypedTest => ({
    kind: 'order',
    every: false,
    operator,
    left: time,
    right: { kind: 'constant', type: 'time', values: [value] },
  });
  const parts = [...(filter ? [filter.test] : []), bound('>=', from), bound('<=', to)];
  const test: TypedTest = { kind: 'and', parts };
  return { text: filter?.text ?? '', test, uses, matches: predicateOf(test) };
}
