import type { MeaningColor, RuleColor } from '../../preload/contract/colors';
import { type ThemeName, type Tokens, tokens } from '../theme/tokens';
import { contrast, hexOfOklch, mixed, oklchOf, readableOn } from './color';

/** The token of each meaning. */
export const MEANINGS: Readonly<Record<MeaningColor, string>> = {
  problem: 'bad',
  warning: 'warn',
  late: 'late',
  window: 'window',
  good: 'good',
  client: 'client',
  server: 'server',
  note: 'dim',
};

/** What a row is painted with in one theme; empty for the theme's own. */
export interface RowShade {
  readonly ink: string;
  readonly back: string;
}

export type RowShades = Readonly<Record<ThemeName, RowShade>>;

const isMeaning = (color: RuleColor): color is MeaningColor => Object.hasOwn(MEANINGS, color);

/** How much of a meaning's color is in a background: enough to be seen down a list, too little to shout. */
const TINT: Readonly<Record<ThemeName, number>> = { dark: 0.15, light: 0.09 };

/**
 * A background as given is for the light theme, where pale ones are at home. In the dark theme its hue stays and its lightness
 * turns over: what is pale there is nearly black here, what is strong there stays stronger here.
 */
function backOf(color: RuleColor, theme: ThemeName): string {
  if (color === '') return '';
  if (color === 'verdict') return `color-mix(in srgb, var(--tone, var(--warn)) ${TINT[theme] * 100}%, var(--bg))`;
  if (isMeaning(color)) {
    const { bg, [MEANINGS[color]]: hue } = tokens[theme];
    return mixed(bg as string, hue as string, TINT[theme]);
  }
  if (theme === 'light') return color;
  const { lightness, chroma, hue } = oklchOf(color);
  const turned = lightness > 0.5 ? 0.235 + (1 - lightness) * 0.5 : Math.min(lightness, 0.42);
  return hexOfOklch({ lightness: Math.max(0.2, turned), chroma: Math.min(chroma, 0.13), hue });
}

/** Colors that text has by itself: plain, dimmed, and of every verdict. */
const OWN_INKS = ['text', 'dim', 'bad', 'warn', 'late', 'window', 'good'] as const;

/** Whether the text may keep its own color, whichever that is. */
const readsOwn = (background: RuleColor, back: string, palette: Tokens) =>
  background === '' ||
  background === 'verdict' ||
  OWN_INKS.every((name) => contrast(palette[name] as string, back) >= 4.5);

function inkOf(color: RuleColor, background: RuleColor, back: string, theme: ThemeName): string {
  const palette = tokens[theme];
  // Tints of all verdicts are as light as one another.
  const under = background === 'verdict' ? backOf('warning', theme) : back === '' ? (palette.bg as string) : back;
  if (color === '' || color === 'verdict')
    return readsOwn(background, back, palette) ? '' : readableOn(palette.text as string, back);
  return readableOn(isMeaning(color) ? (palette[MEANINGS[color]] as string) : color, under);
}

function shadeOf(foreground: RuleColor, background: RuleColor, theme: ThemeName): RowShade {
  const back = backOf(background, theme);
  return { ink: inkOf(foreground, background, back, theme), back };
}

const known = new Map<string, RowShades>();
const MOST_KNOWN = 2000;

/** What a rule's colors are in both themes. Text reads on its background in each: WCAG AA, 4.5:1. */
export function rowShades(foreground: RuleColor, background: RuleColor): RowShades {
  const key = `${foreground}/${background}`;
  let shades = known.get(key);
  if (!shades) {
    shades = { dark: shadeOf(foreground, background, 'dark'), light: shadeOf(foreground, background, 'light') };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, shades);
  }
  return shades;
}
