import { useEffect } from 'react';
import type { RowLayout } from './row-layout';

/** Lets the widths that the columns have hold for the cells of all rows. */
export function useColumnWidths({ widths }: RowLayout): void {
  useEffect(() => {
    document.adoptedStyleSheets.push(widths);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== widths);
    };
  }, [widths]);
}
