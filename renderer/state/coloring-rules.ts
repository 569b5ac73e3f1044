import type { ColoringRule } from '../../preload/contract/colors';
import defaults from '../../resources/coloring-rules.json';

/** The rules that the program comes with. */
export const DEFAULT_RULES = defaults as readonly ColoringRule[];
