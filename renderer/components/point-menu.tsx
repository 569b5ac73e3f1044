import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A menu at the pointer; closed while there is no point. */
export function PointMenu(props: {
  readonly at: Point | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { at, onClose, children } = props;
  return (
    <Menu
      key={at ? `${at.x},${at.y}` : 'closed'}
      opened={at !== null}
      onClose={onClose}
      position="bottom-start"
      offset={2}
      width={300}
      trapFocus
    >
      <Menu.Target>
        <span
          aria-hidden
          style={{ position: 'fixed', left: at?.x ?? 0, top: at?.y ?? 0, width: 1, height: 1, pointerEvents: 'none' }}
        />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
