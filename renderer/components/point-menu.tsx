import { Menu, Portal } from '@mantine/core';
import type { ReactNode } from 'react';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A menu at the pointer; closed while there is no point. It hangs on the page itself: panels are moved by transforms. */
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
      hideDetached={false}
      trapFocus
    >
      <Portal>
        <Menu.Target>
          <span
            aria-hidden
            style={{ position: 'fixed', left: at?.x ?? 0, top: at?.y ?? 0, width: 1, height: 1, pointerEvents: 'none' }}
          />
        </Menu.Target>
      </Portal>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
