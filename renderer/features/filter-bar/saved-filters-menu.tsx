import { ActionIcon, Menu } from '@mantine/core';
import { IconBookmark, IconBookmarkFilled, IconBookmarkPlus, IconEdit } from '@tabler/icons-react';
import { openDialog } from '../../state/dialogs';
import { applyFilter, useFilter } from '../../state/filter';
import { useSettings } from '../../state/settings';

/** Filters kept under labels, applied with a click, and the way to keep the one that stands in the bar. */
export function SavedFiltersMenu() {
  const saved = useSettings((settings) => settings.savedFilters);
  const draft = useFilter((filter) => filter.draft.trim());
  const fault = useFilter((filter) => filter.fault);
  const isSaved = saved.some(({ filter }) => filter === draft);
  const Bookmark = isSaved ? IconBookmarkFilled : IconBookmark;
  return (
    <Menu position="bottom-start" width={520}>
      <Menu.Target>
        <ActionIcon size={22} aria-label="Saved filters" className={isSaved ? 'filter-is-saved' : ''}>
          <Bookmark size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Saved filters</Menu.Label>
        <div className="filter-saved-list">
          {saved.map(({ label, filter }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two saved filters may be alike
            <Menu.Item key={index} title={filter} onClick={() => void applyFilter(filter)}>
              {label.trim() || filter}
              <span className="filter-saved-text">{filter}</span>
            </Menu.Item>
          ))}
        </div>
        {saved.length === 0 && <Menu.Item disabled>None yet: keep a filter that you will need again</Menu.Item>}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconBookmarkPlus size={14} />}
          disabled={draft === '' || fault !== null || isSaved}
          onClick={() => openDialog({ kind: 'saved-filters', filter: draft })}
        >
          Save this filter…
        </Menu.Item>
        <Menu.Item leftSection={<IconEdit size={14} />} onClick={() => openDialog({ kind: 'saved-filters' })}>
          Edit saved filters…
        </Menu.Item>
        <Menu.Item leftSection={<IconEdit size={14} />} onClick={() => openDialog({ kind: 'macros' })}>
          Macros…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
