import type { SuppressKeyboardEventParams } from 'ag-grid-community';
import { useCallback } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import { copyText } from '../../state/copying';
import { IS_MAC, keysOf } from '../../state/keys';
import { goToEnd } from '../../state/navigation';

/** Keys that the grid must leave to the window's commands. */
const OURS = /^(Mod\+(ArrowUp|ArrowDown|ArrowLeft|ArrowRight|Home|End|[A-Z].*)|Alt\+.*|F[0-9]+|Shift\+F[36])$/;

/** Wireshark's keys in place of a spreadsheet's: Home and End lead to the first and last packet, Ctrl+C copies the cell. */
export function useGridKeys() {
  return useCallback(({ event, node, column, api }: SuppressKeyboardEventParams<PacketRow>): boolean => {
    const keys = keysOf(event, IS_MAC);
    if (keys === 'Home' || keys === 'End') {
      event.preventDefault();
      goToEnd(keys === 'Home' ? 'first' : 'last');
      return true;
    }
    if (keys === 'Mod+C') {
      const value = node.data ? api.getCellValue({ rowNode: node, colKey: column, useFormatter: false }) : null;
      if (value && !window.getSelection()?.toString()) copyText(String(value), 'Value');
      return true;
    }
    return OURS.test(keys);
  }, []);
}
