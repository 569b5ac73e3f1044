import { Button, ColorSwatch, Group, Popover, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { MeaningColor, RuleColor } from '../../../preload/contract/colors';
import { MEANINGS } from '../../format/row-colors';
import { DEFAULT_RULES } from '../../state/coloring-rules';
import { CONVERSATION_COLORS } from '../../state/conversation-colors';

const NAMES: Readonly<Record<MeaningColor, string>> = {
  problem: 'Problem, red',
  warning: 'Warning, yellow',
  late: 'Late, violet',
  window: 'Window, pink',
  good: 'Good, green',
  client: 'Client, blue',
  server: 'Server, amber',
  note: 'Quiet, gray',
};

const KINDS = DEFAULT_RULES.map(({ background }) => background).filter((color) => color.startsWith('#'));
const HUES: readonly RuleColor[] = [...new Set([...KINDS, ...CONVERSATION_COLORS])];

const isMeaning = (color: RuleColor): color is MeaningColor => Object.hasOwn(NAMES, color);
const VERDICT = 'as its verdict';

const painted = (color: RuleColor) => (isMeaning(color) ? `var(--${MEANINGS[color]})` : color);

function nameOf(color: RuleColor, none: string): string {
  if (color === '') return none;
  if (color === 'verdict') return VERDICT;
  return isMeaning(color) ? NAMES[color] : color;
}

interface ColorChoiceProps {
  readonly label: string;
  readonly value: RuleColor;
  /** What it is called where no color is chosen. */
  readonly none: string;
  readonly onChange: (color: RuleColor) => void;
  /** Told when the choice opens and closes: Escape is then its own. */
  readonly onOpen: (isOpen: boolean) => void;
}

/** A color by its meaning, from a few that go together, or any: the shade for each theme is worked out from it. */
export function ColorChoice({ label, value, none, onChange, onOpen }: ColorChoiceProps) {
  const [isOpen, setShown] = useState(false);
  const setOpen = (next: boolean) => {
    setShown(next);
    onOpen(next);
  };
  const swatch = (color: RuleColor, name: string) => (
    <Tooltip key={color} label={name}>
      <UnstyledButton
        className={color === value ? 'color-swatch is-chosen' : 'color-swatch'}
        aria-label={name}
        aria-pressed={color === value}
        onClick={() => onChange(color)}
      >
        <ColorSwatch component="span" color={painted(color)} size={18} radius={4} />
      </UnstyledButton>
    </Tooltip>
  );
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" trapFocus shadow="md" width={264}>
      <Popover.Target>
        <Button
          aria-label={`${label}: ${nameOf(value, none)}`}
          justify="flex-start"
          fullWidth
          leftSection={
            value === '' || value === 'verdict' ? null : (
              <ColorSwatch component="span" color={painted(value)} size={14} radius={3} />
            )
          }
          onClick={() => setOpen(!isOpen)}
        >
          <span className="color-choice-label">{label}</span>
          {nameOf(value, none)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Button variant="subtle" color="gray" size="compact-xs" mb={6} onClick={() => onChange('')}>
          {none}
        </Button>
        {none !== VERDICT && (
          <Button variant="subtle" color="gray" size="compact-xs" mb={6} onClick={() => onChange('verdict')}>
            {VERDICT}
          </Button>
        )}
        <Text className="color-choice-group">By its meaning</Text>
        <Group gap={4}>{Object.entries(NAMES).map(([color, name]) => swatch(color as MeaningColor, name))}</Group>
        <Text className="color-choice-group">By its hue</Text>
        <Group gap={4}>{HUES.map((color) => swatch(color, color))}</Group>
        <AnyColor value={value} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Written as `#rrggbb`, or picked. */
function AnyColor({ value, onChange }: Pick<ColorChoiceProps, 'value' | 'onChange'>) {
  const isHex = value.startsWith('#');
  const [draft, setDraft] = useState<string>(isHex ? value : '');
  const write = (text: string) => {
    setDraft(text);
    const hex = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1];
    if (hex) onChange(`#${hex.toLowerCase()}`);
  };
  return (
    <Group gap={6} mt={10} wrap="nowrap">
      <TextInput
        aria-label="Color as #rrggbb"
        placeholder="#rrggbb"
        value={draft}
        onChange={(event) => write(event.currentTarget.value)}
        error={draft !== '' && !/^#?[0-9a-f]{6}$/i.test(draft.trim())}
        flex={1}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
      />
      <input
        type="color"
        className="color-picker"
        aria-label="Pick any color"
        value={isHex ? value : '#888888'}
        onChange={(event) => write(event.currentTarget.value)}
      />
    </Group>
  );
}
