import type { GridApi, IDatasource } from 'ag-grid-community';
import type { PacketRow } from '../../../preload/contract/packets';
import { customFields } from '../../state/columns';
import { rowPages } from '../../state/rows';
import { useSettings } from '../../state/settings';
import { noticeDigits } from '../../state/time-digits';
import { useView } from '../../state/view';

/** Rows of a block: a few screens, which the worker describes in some milliseconds. */
export const BLOCK_ROWS = 100;

/**
 * Rows that the grid may ask for. While the view grows only whole blocks are shown, so that no block is drawn in part and
 * then again; the first one is shown as far as it goes.
 */
export function shownRowCount(rows: number, complete: boolean): number {
  if (complete || rows < BLOCK_ROWS) return rows;
  return rows - (rows % BLOCK_ROWS);
}

/** Pulls the rows that the grid shows. Requests for places long scrolled past are dropped by the grid before they start. */
export function rowSource(onRows: () => void): IDatasource {
  return {
    getRows({ startRow, endRow, successCallback, failCallback }) {
      const view = useView.getState();
      const count = Math.min(endRow, shownRowCount(view.rows, view.complete)) - startRow;
      if (count <= 0) {
        successCallback([], undefined);
        return;
      }
      const custom = customFields(useSettings.getState().columns);
      rowPages.get({ view: view.id, start: startRow, count, custom }).then(({ rows }) => {
        noticeDigits(rows);
        successCallback([...rows]);
        onRows();
      }, failCallback);
    },
  };
}

/** Redraws rows in place with what they are now; rows on screen stay until the new ones are there. */
export function refreshRows(api: GridApi<PacketRow>): void {
  api.refreshInfiniteCache();
}
