import type { SuppressKeyboardEventParams } from 'ag-grid-community';
import { useCallback } from 'react';
import { copyText } from '../../state/copying';
import { IS_MAC, keysOf } from '../../state/keys';

/** Keys that a table must leave to the window's commands. */
const OURS = /^(Mod\+((Shift\+)?Arrow(Up|Down|Left|Right)|[A-Z].*)|Alt\+.*|F[0-9]+|Shift\+F6|\/|\?)$/;

/** Enter opens what the row stands for, Ctrl+C copies the cell; the rest is a spreadsheet's. */
export function useTableKeys<Row>(onOpen: (row: Row) => void) {
  return useCallback(
    ({ event, node, column, api }: SuppressKeyboardEventParams<Row>): boolean => {
      const keys = keysOf(event, IS_MAC);
      if (keys === 'Enter') {
        if (node.data) onOpen(node.data);
        return true;
      }
      if (keys === 'Mod+C') {
        const value = node.data ? api.getCellValue({ rowNode: node, colKey: column, useFormatter: false }) : null;
        if (value && !window.getSelection()?.toString()) copyText(String(value), 'Value');
        return true;
      }
      return OURS.test(keys);
    },
    [onOpen],
  );
}
