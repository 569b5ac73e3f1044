import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleColor } from '../../preload/contract/colors';
import { DEFAULT_RULES } from '../state/coloring-rules';
import { CONVERSATION_COLORS } from '../state/conversation-colors';
import { tokens } from '../theme/tokens';
import { contrast, hexOfOklch, mixed, oklchOf } from './color';
import { MEANINGS, rowShades } from './row-colors';

const themes = ['dark', 'light'] as const;
const hex = fc.integer({ min: 0, max: 0xffffff }).map((value): RuleColor => `#${value.toString(16).padStart(6, '0')}`);
const color = fc.oneof(hex, fc.constantFrom<RuleColor>('', ...(Object.keys(MEANINGS) as RuleColor[])));

describe('color', () => {
  it('has the contrast that WCAG gives for its examples', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it('is that of CSS Color 4', () => {
    // Section 4.4 and the table of section 17: red is oklch(0.62796 0.25768 29.234).
    const red = oklchOf('#ff0000');
    expect(red.lightness).toBeCloseTo(0.62796, 3);
    expect(red.chroma).toBeCloseTo(0.25768, 3);
    expect(red.hue).toBeCloseTo(29.234, 1);
  });

  it('comes back from Oklch', () => {
    fc.assert(
      fc.property(hex, (each) => {
        expect(hexOfOklch(oklchOf(each))).toBe(each);
      }),
    );
  });
});

describe('row colors', () => {
  it('find every meaning in both themes', () => {
    for (const theme of themes) for (const name of Object.values(MEANINGS)) expect(tokens[theme][name]).toMatch(/^#/);
  });

  it('can be read in both themes, whatever is chosen', () => {
    fc.assert(
      fc.property(color, color, (foreground, background) => {
        const shades = rowShades(foreground, background);
        for (const theme of themes) {
          const { ink, back } = shades[theme];
          const under = back || (tokens[theme].bg as string);
          const inks = ink
            ? [ink]
            : ['text', 'dim', 'bad', 'warn', 'late', 'window', 'good'].map((t) => tokens[theme][t]);
          for (const each of inks) expect(contrast(each as string, under)).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });

  it('of a verdict’s tint let the verdict’s own color be read on it', () => {
    expect(rowShades('', 'verdict').dark).toEqual({
      ink: '',
      back: 'color-mix(in srgb, var(--tone, var(--warn)) 15%, var(--bg))',
    });
    for (const theme of themes) {
      const palette = tokens[theme];
      for (const tone of ['bad', 'warn', 'late', 'window', 'good', 'dim']) {
        const tint = mixed(palette.bg as string, palette[tone] as string, theme === 'dark' ? 0.15 : 0.09);
        expect(contrast(palette[tone] as string, tint), `${theme} ${tone}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('are pale where it is light and dark where it is dark', () => {
    const { dark, light } = rowShades('', '#e2f2da');
    expect(light.back).toBe('#e2f2da');
    expect(oklchOf(dark.back).lightness).toBeLessThan(0.3);
    expect(Math.abs(oklchOf(dark.back).hue - oklchOf(light.back).hue)).toBeLessThan(12);
  });

  it('leave the verdict its color on all that the program comes with', () => {
    for (const { foreground, background } of [
      ...DEFAULT_RULES,
      ...CONVERSATION_COLORS.map((back) => ({ foreground: '' as const, background: back })),
    ]) {
      if (foreground !== '') continue;
      for (const theme of themes) expect(rowShades('', background)[theme].ink, background).toBe('');
    }
  });
});
