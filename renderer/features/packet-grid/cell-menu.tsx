import { Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ColumnId } from '../../../preload/contract/packets';
import { ColorItems } from '../../components/color-items';
import { CommandItem } from '../../components/command-item';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { copyText } from '../../state/copying';
import { useProtocolShorts } from '../../state/field-list';
import { cellTerm, conversationTerms } from '../../state/filter-terms';
import { useSelection } from '../../state/selection';

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  /** What the cell under the pointer shows. */
  readonly value: string;
  readonly column: ColumnId;
  readonly packet: number;
}

/** How long the menu waits for the fields of its packet, in milliseconds. */
const PATIENCE = 300;

/** Whether a place has been waited for as long as anybody would. */
function useIsLate(place: MenuPlace | null): boolean {
  const [late, setLate] = useState<MenuPlace | null>(null);
  useEffect(() => {
    if (!place) return;
    const timer = setTimeout(() => setLate(place), PATIENCE);
    return () => clearTimeout(timer);
  }, [place]);
  return place !== null && late === place;
}

/** What can be done with the selected packets. */
export function CellMenu({ place, onClose }: { readonly place: MenuPlace | null; readonly onClose: () => void }) {
  const shown = useSelection((selection) => selection.detail);
  const shorts = useProtocolShorts();
  // The packet under the pointer is the shown one; its fields come a moment after the click. Items that they make possible would
  // come into a menu whose focus is elsewhere by then.
  const detail = place && shown?.number === place.packet ? shown : null;
  const term = place && detail ? cellTerm(detail, place.column, shorts) : '';
  const conversations = detail ? conversationTerms(detail) : [];
  const isLate = useIsLate(place);
  return (
    <PointMenu at={detail || isLate ? place : null} onClose={onClose}>
      <FilterItems term={term} conversations={conversations} />
      <ColorItems term={term} conversations={conversations} />
      <Menu.Divider />
      <CommandItem id="connection.follow" />
      <Menu.Divider />
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
