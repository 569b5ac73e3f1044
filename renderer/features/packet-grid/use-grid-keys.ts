import type { SuppressKeyboardEventParams } from 'ag-grid-community';
import { useCallback } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import { copyText } from '../../state/copying';
import { IS_MAC, keysOf } from '../../state/keys';
import { goToEnd } from '../../state/navigation';
import { valueAt } from './cell-value';
import type { GridContext } from './column-definitions';

/** Keys that the grid must leave to the window's commands, and Tab, which leads on from the list and not through its rows. */
const OURS =
  /^((Shift\+)?Tab|Mod\+((Shift\+)?Arrow(Up|Down|Left|Right)|Home|End|[A-Z].*)|Alt\+.*|F[0-9]+|Shift\+F[36])$/;

/**
 * Wireshark's keys in place of a spreadsheet's: Home and End lead to the first and last packet, Ctrl+C copies the cell. Left and
 * right go through the cells of a row, which for the grid are one.
 */
export function useGridKeys() {
  return useCallback(({ event, node, api, context }: SuppressKeyboardEventParams<PacketRow>): boolean => {
    const { layout } = context as GridContext;
    const keys = keysOf(event, IS_MAC);
    if (keys === 'Home' || keys === 'End') {
      event.preventDefault();
      goToEnd(keys === 'Home' ? 'first' : 'last');
      return true;
    }
    if (keys === 'ArrowLeft' || keys === 'ArrowRight') {
      event.preventDefault();
      layout.step(keys === 'ArrowLeft' ? -1 : 1);
      api.ensureColumnVisible(layout.current);
      if (event.target instanceof Element) layout.mark(event.target);
      return true;
    }
    if (keys === 'Mod+C') {
      const value = node.data ? valueAt(node.data, layout.current, context as GridContext) : '';
      if (value && !window.getSelection()?.toString()) copyText(value, 'Value');
      return true;
    }
    return OURS.test(keys);
  }, []);
}
