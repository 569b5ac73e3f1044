import type { Registry } from '../registry';
import { type Predicate, predicateOf } from './running/evaluate';
import { readFilter } from './syntax/read-test';
import { checkTypes, type References } from './typing/type-check';
import type { FieldUse, TypedTest } from './typing/typed-test';

export interface FilterOptions {
  /** What `${field}` stands for; without it for nothing. */
  readonly references?: References;
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
  const { test, uses } = checkTypes(readFilter(text), registry, options.references ?? (() => []));
  return { text, test, uses, matches: predicateOf(test) };
}
