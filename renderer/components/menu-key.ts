type KeyEvent = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The keys that call up a context menu: the menu key, and Shift+F10 where there is none. */
export const isMenuKey = ({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && (key === 'ContextMenu' || (key === 'F10' && shiftKey));

/** Where a menu called up by the keyboard opens: under what it is about, as far as that is in sight. */
export function menuPointOf(element: Element | null): { readonly x: number; readonly y: number } {
  const { left, bottom } = element?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
  return { x: Math.max(0, left) + 12, y: Math.min(window.innerHeight - 8, bottom) };
}
