import { Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { FilterItems } from '../../components/filter-items';
import { PointMenu } from '../../components/point-menu';
import { cArray, escapedString, hexDump, hexStream } from '../../format/bytes';
import { copyText } from '../../state/copying';
import type { ByteSpan } from './byte-row';

export interface ByteMenuPlace {
  readonly x: number;
  readonly y: number;
}

interface ByteMenuProps {
  readonly place: ByteMenuPlace | null;
  readonly bytes: Uint8Array;
  readonly selected: ByteSpan;
  /** Display filter for the selected field; empty where there is none. */
  readonly term: string;
  readonly number: number;
  readonly onClose: () => void;
}

/** Filters by the selected field; copies its bytes, or all of the source. */
export function ByteMenu({ place, bytes, selected, term, number, onClose }: ByteMenuProps) {
  const hasField = selected.end > selected.start;
  const field = bytes.subarray(selected.start, selected.end);
  const copies = (of: Uint8Array, start: number) => [
    { title: 'hex stream', text: () => hexStream(of) },
    { title: 'hex dump', text: () => hexDump(of, start) },
    { title: 'escaped string', text: () => escapedString(of) },
    { title: 'C array', text: () => cArray(of, `packet_${number}`) },
  ];
  const items = (what: string, of: Uint8Array, start: number) =>
    copies(of, start).map(({ title, text }) => (
      <Menu.Item
        key={`${what} ${title}`}
        leftSection={<IconCopy size={14} />}
        onClick={() => copyText(text(), `${what} as ${title}`)}
      >
        {what} as {title}
      </Menu.Item>
    ));
  return (
    <PointMenu at={place} onClose={onClose}>
      <FilterItems term={term} conversations={[]} />
      <Menu.Label>Copy</Menu.Label>
      {hasField && items('Field', field, selected.start)}
      {hasField && <Menu.Divider />}
      {items('All bytes', bytes, 0)}
    </PointMenu>
  );
}
