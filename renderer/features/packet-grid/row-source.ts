import type { GridApi, IDatasource } from 'ag-grid-community';
import type { PacketRow } from '../../../preload/contract/packets';
import { rowPages } from '../../state/rows';
import { noticeDigits } from '../../state/time-digits';
import { BLOCK_ROWS } from './blocks';
import { blockAt, blockBefore } from './offered-rows';

/**
 * A grid row's packet. A row just scrolled to is drawn by the grid before its block is handed over; its packet is taken from
 * the pages already here, so that it is not drawn empty.
 */
export function packetOf(data: PacketRow | undefined, position: number | null | undefined): PacketRow | undefined {
  if (data || position == null) return data;
  const page = rowPages.peek(blockAt(position)) ?? rowPages.peek(blockBefore(position));
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
