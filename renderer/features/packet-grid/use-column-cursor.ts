import { type RefObject, useEffect } from 'react';
import { columnOf, type RowLayout } from './row-layout';

/** Keeps the column that the keyboard is in, and its mark in the row that has the keyboard. */
export function useColumnCursor(wrapper: RefObject<HTMLDivElement | null>, layout: RowLayout): void {
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const note = ({ target }: MouseEvent) => {
      const column = columnOf(target);
      if (column === null) return;
      layout.current = column;
      // A row that has the keyboard already gets no focus anew.
      const row = (target as Element).closest('.ag-row');
      if (row && row === document.activeElement) layout.mark(row);
    };
    const follow = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.matches('.ag-row')) layout.mark(target);
    };
    element.addEventListener('mousedown', note, true);
    element.addEventListener('focusin', follow);
    return () => {
      element.removeEventListener('mousedown', note, true);
      element.removeEventListener('focusin', follow);
    };
  }, [wrapper, layout]);
}
