import type { ColoringRule } from '../../../preload/contract/colors';

/** A rule to begin with; colored at once, so that one sees what the filter matches. */
export const newRule = (filter: string): ColoringRule => ({
  name: filter === '' ? 'New rule' : filter.slice(0, 60),
  filter,
  foreground: '',
  background: '#ffe3a3',
  enabled: true,
});
