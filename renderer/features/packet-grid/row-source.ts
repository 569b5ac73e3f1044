import type { GridApi, IDatasource } from 'ag-grid-community';
import type { PacketRow, RowRange } from '../../../preload/contract/packets';
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

/** The block that holds a position, as it is asked for everywhere: the same question finds the same page. */
export function blockAt(position: number): RowRange {
  const { id, rows, complete } = useView.getState();
  const start = position - (position % BLOCK_ROWS);
  const count = Math.max(0, Math.min(BLOCK_ROWS, shownRowCount(rows, complete) - start));
  return { view: id, start, count, custom: customFields(useSettings.getState().columns) };
}

/**
 * A grid row's packet. A row just scrolled to is drawn by the grid before its block is handed over; its packet is taken from
 * the pages already here, so that it is not drawn empty.
 */
export function packetOf(data: PacketRow | undefined, position: number | null | undefined): PacketRow | undefined {
  if (data || position == null) return data;
  const page = rowPages.peek(blockAt(position));
  return page?.rows[position - page.start];
}

/** Pulls the rows that the grid shows. Requests for places long scrolled past are dropped by the grid before they start. */
export function rowSource(onRows: () => void): IDatasource {
  let before = -1;
  /** Someone who moves from block to block comes to the next one soon; one who jumps does not. */
  const fetchNeighbours = (start: number) => {
    const isNear = before >= 0 && Math.abs(start - before) <= BLOCK_ROWS;
    before = start;
    if (!isNear) return;
    for (const neighbour of [start + BLOCK_ROWS, start - BLOCK_ROWS]) {
      const block = neighbour < 0 ? null : blockAt(neighbour);
      if (block && block.count === BLOCK_ROWS) rowPages.get(block).catch(() => undefined);
    }
  };
  return {
    getRows({ startRow, successCallback, failCallback }) {
      const block = blockAt(startRow);
      if (block.count === 0) {
        successCallback([]);
        return;
      }
      rowPages.get(block).then(({ rows }) => {
        noticeDigits(rows);
        successCallback([...rows]);
        onRows();
        fetchNeighbours(startRow);
      }, failCallback);
    },
  };
}

/** Redraws rows in place with what they are now; rows on screen stay until the new ones are there. */
export function refreshRows(api: GridApi<PacketRow>): void {
  api.refreshInfiniteCache();
}
