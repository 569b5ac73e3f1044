import type { ColoringRule, RuleColor } from '../../preload/contract/colors';
import { tokens } from '../theme/tokens';
import { MEANINGS, rowShades } from './row-colors';

/** Rules read from a file, and the lines of it that were none, counted from 1. */
export interface ReadRules {
  readonly rules: readonly ColoringRule[];
  readonly wrongLines: readonly number[];
}

const isColor = (value: unknown): value is RuleColor =>
  typeof value === 'string' &&
  (value === '' || value === 'verdict' || Object.hasOwn(MEANINGS, value) || /^#[0-9a-f]{6}$/i.test(value));

function ownRule(value: unknown): ColoringRule | null {
  if (typeof value !== 'object' || value === null) return null;
  const { name, filter, foreground, background, enabled } = value as Record<string, unknown>;
  if (typeof name !== 'string' || typeof filter !== 'string') return null;
  if (!isColor(foreground) || !isColor(background)) return null;
  return { name, filter, foreground, background, enabled: enabled !== false };
}

const kind = 'wirestate coloring rules';

/** Our own file: JSON with the kind and the rules as settings keep them. */
export const writeRules = (rules: readonly ColoringRule[]): string => `${JSON.stringify({ kind, rules }, null, 2)}\n`;

const LINE = /^(!?)@([^@]*)@(.*)@\[(\d+),(\d+),(\d+)\]\[(\d+),(\d+),(\d+)\]$/;

/** Channels of Wireshark's file are of 16 bits. */
const hexOf = (channels: readonly string[]): RuleColor =>
  `#${channels
    .map((each) =>
      Math.min(255, Number(each) >> 8)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

function wiresharkRule(line: string): ColoringRule | null {
  const [, off, name, filter, ...channels] = LINE.exec(line) ?? [];
  if (name === undefined || filter === undefined) return null;
  return {
    name,
    filter,
    background: hexOf(channels.slice(0, 3)),
    foreground: hexOf(channels.slice(3)),
    enabled: off === '',
  };
}

/** Reads a file of ours, or Wireshark's `colorfilters`: `@name@filter@[background][foreground]`, `!` before one that is off. */
export function readRules(text: string): ReadRules {
  if (/^\s*\{/.test(text)) return readOwn(text);
  const rules: ColoringRule[] = [];
  const wrongLines: number[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const rule = wiresharkRule(line.trim());
    if (rule) rules.push(rule);
    else wrongLines.push(index + 1);
  });
  return { rules, wrongLines };
}

function readOwn(text: string): ReadRules {
  try {
    const { rules } = JSON.parse(text) as { rules?: unknown };
    if (!Array.isArray(rules)) return { rules: [], wrongLines: [1] };
    return { rules: rules.flatMap((each) => ownRule(each) ?? []), wrongLines: [] };
  } catch {
    return { rules: [], wrongLines: [1] };
  }
}

const channelsOf = (hex: string): string =>
  `[${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) * 257).join(',')}]`;

/** The rules as Wireshark reads them, with the shades that they have in the light theme. `@` cannot stand in a name. */
export function writeWiresharkRules(rules: readonly ColoringRule[]): string {
  const { bg, text } = tokens.light as { bg: string; text: string };
  const lines = rules.map(({ name, filter, foreground, background, enabled }) => {
    const { ink, back } = rowShades(foreground, background === 'verdict' ? 'warning' : background).light;
    const colors = `${channelsOf(back || bg)}${channelsOf(ink || text)}`;
    return `${enabled ? '' : '!'}@${name.replaceAll('@', '')}@${filter}@${colors}`;
  });
  return `${lines.join('\n')}\n`;
}
