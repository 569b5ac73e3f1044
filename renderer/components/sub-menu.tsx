import { Menu } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';

interface SubMenuProps {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A menu in a menu. */
export function SubMenu({ title, icon, className, children }: SubMenuProps) {
  const item = useRef<HTMLButtonElement>(null);
  // Mantine looks for this item under an id that it does not have, and the focus would be lost with the menu.
  const goBack = (event: KeyboardEvent<HTMLElement>) => {
    const isOwn = (event.target as HTMLElement).closest('[role=menu]') === event.currentTarget;
    if (isOwn && event.key === 'ArrowLeft') item.current?.focus();
  };
  return (
    <Menu.Sub closeDelay={120}>
      <Menu.Sub.Target>
        <Menu.Sub.Item ref={item} leftSection={icon}>
          {title}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown className={className ?? ''} onKeyDown={goBack}>
        {children}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
