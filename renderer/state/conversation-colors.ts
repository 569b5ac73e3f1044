import type { RuleColor } from '../../preload/contract/colors';

/** The nine colors that a conversation can be given for the time being, told apart by their hue. None is the selection's blue. */
export const CONVERSATION_COLORS: readonly RuleColor[] = [
  '#ffe3a3',
  '#c9f0d4',
  '#ffdbea',
  '#bdedf2',
  '#ebe0ff',
  '#e0f0b0',
  '#ffdcd1',
  '#dfe2e8',
  '#efdfcc',
];
