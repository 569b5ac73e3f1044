import type { CaptureId } from './capture';

/** Colors by what they mean; each theme has its own shade of them. */
export type MeaningColor = 'client' | 'server' | 'problem' | 'warning' | 'good' | 'late' | 'window' | 'note';

/**
 * A color as the user gave it, once for both themes: by its meaning, or as `#rrggbb`, which a window turns into a shade that can
 * be read in its theme. Empty for none: text then keeps the color of its verdict, and `verdict` tints the background with it.
 */
export type RuleColor = MeaningColor | `#${string}` | 'verdict' | '';

/** Colors packets that a display filter matches. Of a list of rules the first that matches decides. */
export interface ColoringRule {
  readonly name: string;
  readonly filter: string;
  readonly foreground: RuleColor;
  readonly background: RuleColor;
  readonly enabled: boolean;
}

export interface ColorsApi {
  /** The rules for all packets of the capture, none where coloring is off. A rule whose filter is none matches nothing. */
  setRules(capture: CaptureId, rules: readonly ColoringRule[]): Promise<void>;
  /** Rules that come before those, until the capture is closed: the colors given to conversations. */
  setTemporary(capture: CaptureId, rules: readonly ColoringRule[]): Promise<void>;
}
