import { Button, FileButton, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import type { ColoringRule } from '../../../preload/contract/colors';
import { ListTools } from '../../components/list-tools';
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

/** What can be done with the list and its chosen rule. */
export function RuleTools({ rules, onRemove, onOpen }: RuleToolsProps) {
  const { kept, at } = rules;
  const all = () => kept.map(({ item }) => item);
  return (
    <Group justify="space-between" my={8}>
      <Group gap={4}>
        <Button leftSection={<IconPlus size={14} />} onClick={() => rules.insert(Math.max(0, at), [newRule('')])}>
          New rule
        </Button>
        <ListTools list={rules} onRemove={onRemove} />
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
