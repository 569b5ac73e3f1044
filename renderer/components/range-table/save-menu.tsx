import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

interface SaveMenuProps {
  readonly isEmpty: boolean;
  readonly onCsv: () => void;
  readonly onJson?: () => void;
}

/** Writes a whole table to a file. */
export function SaveMenu({ isEmpty, onCsv, onJson }: SaveMenuProps) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Tooltip label="Save the table">
          <ActionIcon size={24} aria-label="Save this table" disabled={isEmpty}>
            <IconDownload size={15} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onCsv}>Save all rows as CSV…</Menu.Item>
        {onJson && <Menu.Item onClick={onJson}>Save all rows as JSON…</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
