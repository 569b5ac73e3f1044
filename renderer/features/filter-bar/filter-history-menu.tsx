import { ActionIcon, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { applyFilter } from '../../state/filter';
import { useSettings } from '../../state/settings';

const SHOWN = 15;

/** Filters applied before, the newest first. */
export function FilterHistoryMenu() {
  const history = useSettings((settings) => settings.filterHistory);
  return (
    <Menu position="bottom-end" width={520}>
      <Menu.Target>
        <ActionIcon size={22} aria-label="Filters applied before">
          <IconChevronDown size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Applied before</Menu.Label>
        {history.length === 0 && <Menu.Item disabled>None yet: write a filter and press Enter</Menu.Item>}
        {history.slice(0, SHOWN).map((filter) => (
          <Menu.Item
            key={filter}
            className="filter-history-item"
            title={filter}
            onClick={() => void applyFilter(filter)}
          >
            {filter}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
