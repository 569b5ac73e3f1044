import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DraftList } from '../state/draft-list';

function Tool(props: { label: string; isOff: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon aria-label={props.label} disabled={props.isOff} onClick={props.onClick}>
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

interface ListToolsProps<Item> {
  readonly list: DraftList<Item>;
  readonly onRemove: (at: number) => void;
}

/** What can be done with the chosen item of a list. */
export function ListTools<Item>({ list, onRemove }: ListToolsProps<Item>) {
  const { kept, at } = list;
  const chosen = kept[at]?.item;
  return (
    <>
      <Tool label="Duplicate" isOff={!chosen} onClick={() => chosen && list.insert(at + 1, [chosen])}>
        <IconCopy size={15} />
      </Tool>
      <Tool label="Delete (Del)" isOff={!chosen} onClick={() => onRemove(at)}>
        <IconTrash size={15} />
      </Tool>
      <Tool label="Up (Alt+↑)" isOff={at <= 0} onClick={() => list.move(at, at - 1)}>
        <IconArrowUp size={15} />
      </Tool>
      <Tool label="Down (Alt+↓)" isOff={at < 0 || at === kept.length - 1} onClick={() => list.move(at, at + 1)}>
        <IconArrowDown size={15} />
      </Tool>
    </>
  );
}
