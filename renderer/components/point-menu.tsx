import { Menu, Portal } from '@mantine/core';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The keyboard goes back to where it was when the menu was called up, unless what was chosen took it elsewhere. */
function useKeyboardBack(isOpen: boolean): void {
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (!isOpen) return;
    before.current = document.activeElement;
    return () => {
      const element = before.current;
      requestAnimationFrame(() => {
        const isNowhere = document.activeElement === document.body || document.activeElement === null;
        if (isNowhere && element instanceof HTMLElement) element.focus({ preventScroll: true });
      });
    };
  }, [isOpen]);
}

/** Wherever the keyboard is: a menu called up by the mouse does not always have it. */
function useEscape(isOpen: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      close.current();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [isOpen]);
}

/** A menu at the pointer; closed while there is no point. It hangs on the page itself: panels are moved by transforms. */
export function PointMenu(props: {
  readonly at: Point | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { at, onClose, children } = props;
  useKeyboardBack(at !== null);
  useEscape(at !== null, onClose);
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
      middlewares={{ shift: { crossAxis: true, padding: 6 }, flip: false }}
      // Not by keys: the one that called it up is still on its way, and those after it are the menu's own.
      clickOutsideEvents={['mousedown', 'touchstart']}
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
