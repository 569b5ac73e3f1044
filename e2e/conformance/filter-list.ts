import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of the list of filters. */
export interface ListedFilter {
  readonly text: string;
  /** Why tshark is known to answer differently; empty where both must agree. */
  readonly difference: string;
}

/** Filters that are asked of the same captures. */
export interface FilterGroup {
  /** Paths under the folder of captures. */
  readonly captures: readonly string[];
  readonly filters: readonly ListedFilter[];
}

/** Reads `filter-expressions.txt`: `@` names captures, `~` says why the next line differs, `#` begins a comment. */
export function filterGroups(): FilterGroup[] {
  const groups: { captures: string[]; filters: ListedFilter[] }[] = [];
  let difference = '';
  for (const line of readFileSync(join(__dirname, 'filter-expressions.txt'), 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (line.startsWith('@ ')) groups.push({ captures: line.slice(2).split(' '), filters: [] });
    else if (line.startsWith('~ ')) difference = line.slice(2);
    else {
      groups.at(-1)?.filters.push({ text: line, difference });
      difference = '';
    }
  }
  return groups;
}
