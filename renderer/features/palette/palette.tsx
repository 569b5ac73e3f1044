import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconBookmark, IconCheck, IconColumnInsertRight, IconHash, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { FieldEntry } from '../../../preload/contract/fields';
import { formatCount } from '../../format/quantity';
import { useCapture } from '../../state/capture';
import { withFieldColumn } from '../../state/columns';
import { hasCapture } from '../../state/commands/command';
import { commands, runCommand } from '../../state/commands/commands';
import { fieldList, matchFields } from '../../state/field-list';
import { applyFilter } from '../../state/filter';
import { IS_MAC, showKeys } from '../../state/keys';
import { goToPacket } from '../../state/navigation';
import { changeSettings, useSettings } from '../../state/settings';
import { openPanel } from '../../state/workspace';
import './palette.css';

const MOST_FIELDS = 12;

/** Whether every word, or beginning of one, that is asked for is there, in whichever order. */
function holdsWords(text: string, query: string): boolean {
  const lower = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function commandActions(query: string): SpotlightActionData[] {
  return commands
    .filter((command) => command.id !== 'palette' && command.isPossible())
    .filter((command) => holdsWords(`${command.title} ${command.group}`, query))
    .map((command) => ({
      id: command.id,
      label: command.title,
      leftSection: command.isOn?.() ? <IconCheck size={15} /> : null,
      rightSection: <span className="menu-keys">{command.keys[0] ? showKeys(command.keys[0], IS_MAC) : ''}</span>,
      onClick: () => runCommand(command.id),
    }));
}

function packetAction(query: string): SpotlightActionData[] {
  const packets = useCapture.getState().capture?.packets ?? 0;
  const number = Number(query.trim().replaceAll(',', ''));
  if (!Number.isInteger(number) || number < 1 || number > packets) return [];
  return [
    {
      id: 'packet',
      label: `Go to packet ${formatCount(number)}`,
      leftSection: <IconHash size={15} />,
      onClick: () => goToPacket(number),
    },
  ];
}

/** Saved filters by their labels. */
function savedActions(query: string): SpotlightActionData[] {
  if (query.trim() === '' || useCapture.getState().capture === null) return [];
  return useSettings
    .getState()
    .savedFilters.filter(({ label, filter }) => holdsWords(`filter ${label} ${filter}`, query))
    .slice(0, MOST_FIELDS)
    .map(({ label, filter }, index) => ({
      id: `saved-filter:${index}`,
      label: label.trim() || filter,
      description: `Apply the saved filter · ${filter}`,
      leftSection: <IconBookmark size={15} />,
      onClick: () => void applyFilter(filter),
    }));
}

function fieldActions(query: string, fields: readonly FieldEntry[]): SpotlightActionData[] {
  if (query.trim().length < 2) return [];
  return matchFields(fields, query, MOST_FIELDS).map((field) => ({
    id: `field:${field.name}`,
    label: field.name,
    description: `Add as a column · ${field.label}`,
    leftSection: <IconColumnInsertRight size={15} />,
    onClick: () => changeSettings({ columns: withFieldColumn(useSettings.getState().columns, field.name) }),
  }));
}

interface PaletteProps {
  /** What can be shown in the workspace. */
  readonly panels: readonly { readonly id: string; readonly title: string }[];
}

function panelActions(query: string, panels: PaletteProps['panels']): SpotlightActionData[] {
  if (!hasCapture()) return [];
  return panels
    .map(({ id, title }) => ({ id: `panel:${id}`, label: `Show panel ${title}`, onClick: () => openPanel(id) }))
    .filter(({ label }) => holdsWords(label, query));
}

/** Every command and panel, any packet by number, any field as a column. */
export function Palette({ panels }: PaletteProps) {
  const [query, setQuery] = useState('');
  const [fields, setFields] = useState<readonly FieldEntry[]>([]);
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    if (isOpen) fieldList().then(setFields, () => setFields([]));
  }, [isOpen]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is possible is asked anew each time it opens
  const actions = useMemo(
    () => [
      ...packetAction(query),
      ...savedActions(query),
      ...commandActions(query),
      ...panelActions(query, panels),
      ...fieldActions(query, fields),
    ],
    [query, fields, isOpen, panels],
  );
  return (
    <Spotlight
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      filter={(_, all) => all}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => {
        setOpen(false);
        setQuery('');
      }}
      title="Commands, packets and fields"
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      // Gone at once, so that the keyboard is free for what is chosen.
      transitionProps={{ duration: 0 }}
      shortcut={null}
      highlightQuery
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      nothingFound="Nothing of that name"
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={16} />,
        placeholder: 'A command, a packet number, a field…',
        'aria-label': 'Search commands, packets and fields',
      }}
    />
  );
}
