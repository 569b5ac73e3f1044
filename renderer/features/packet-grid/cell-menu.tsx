import { Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { CommandItem } from '../../components/command-item';
import { PointMenu } from '../../components/point-menu';
import { copyText } from '../../state/copying';

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  /** What the cell under the pointer shows. */
  readonly value: string;
}

/** What can be done with the selected packets. */
export function CellMenu({ place, onClose }: { readonly place: MenuPlace | null; readonly onClose: () => void }) {
  return (
    <PointMenu at={place} onClose={onClose}>
      <CommandItem id="mark" />
      <CommandItem id="comment" />
      <CommandItem id="time-reference" />
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconCopy size={14} />}
        disabled={!place?.value}
        onClick={() => place && copyText(place.value, 'Value')}
      >
        Copy value
      </Menu.Item>
      <CommandItem id="edit.copy-text" />
      <CommandItem id="edit.copy-csv" />
      <Menu.Divider />
      <CommandItem id="export" />
      <CommandItem id="go-to-packet" />
      <CommandItem id="columns" />
    </PointMenu>
  );
}
