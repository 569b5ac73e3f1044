import { ActionIcon, Button, FileButton, Group, Menu, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ColoringRule } from '../../../preload/contract/colors';
import { tellWithUndo } from '../../components/undo-notice';
import { DEFAULT_RULES } from '../../state/coloring-rules';
import type { DraftList } from '../../state/draft-list';
import { attempt } from '../../state/notices';
import { newRule } from './new-rule';
import { exportForWireshark, exportRules, importRules } from './rule-files';

interface RuleToolsProps {
  readonly rules: DraftList<ColoringRule>;
  readonly onRemove: (at: number) => void;
  /** Told when a menu opens and closes: Escape is then its own. */
  readonly onOpen: (isOpen: boolean) => void;
}

function Tool(props: { label: string; isOff?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon aria-label={props.label} disabled={props.isOff ?? false} onClick={props.onClick}>
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

/** What can be done with the list and its chosen rule. */
export function RuleTools({ rules, onRemove, onOpen }: RuleToolsProps) {
  const { kept, at } = rules;
  const chosen = kept[at]?.item;
  const all = () => kept.map(({ item }) => item);
  return (
    <Group justify="space-between" my={8}>
      <Group gap={4}>
        <Button leftSection={<IconPlus size={14} />} onClick={() => rules.insert(Math.max(0, at), [newRule('')])}>
          New rule
        </Button>
        <Tool label="Duplicate" isOff={!chosen} onClick={() => chosen && rules.insert(at + 1, [chosen])}>
          <IconCopy size={15} />
        </Tool>
        <Tool label="Delete (Del)" isOff={!chosen} onClick={() => onRemove(at)}>
          <IconTrash size={15} />
        </Tool>
        <Tool label="Up (Alt+↑)" isOff={at <= 0} onClick={() => rules.move(at, at - 1)}>
          <IconArrowUp size={15} />
        </Tool>
        <Tool label="Down (Alt+↓)" isOff={at < 0 || at === kept.length - 1} onClick={() => rules.move(at, at + 1)}>
          <IconArrowDown size={15} />
        </Tool>
      </Group>
      <Group gap={6}>
        <FileButton
          onChange={(file) => file && attempt('The rules were not read', () => importRules(file, rules))}
          inputProps={{ 'aria-label': 'File of coloring rules' }}
        >
          {(props) => <Button {...props}>Import…</Button>}
        </FileButton>
        <Menu position="bottom-end" onChange={onOpen}>
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={13} />} disabled={kept.length === 0}>
              Export
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => exportRules(all())}>For Wirestate (JSON)</Menu.Item>
            <Menu.Item onClick={() => exportForWireshark(all())}>For Wireshark (colorfilters)</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => tellWithUndo('The default rules are back', rules.replace(DEFAULT_RULES))}
        >
          Defaults
        </Button>
      </Group>
    </Group>
  );
}
