import type { RowRange } from '../../../preload/contract/packets';

/** Rows of a block: a few screens, which the worker describes in some milliseconds. */
export const BLOCK_ROWS = 100;

/** Blocks that the grid keeps. All of them are asked for anew whenever rows change, and pages come back from where they are kept. */
export const BLOCKS_KEPT = 4;

/** Rows above and below those on screen that the grid draws. */
export const ROWS_AROUND = 1;

/**
 * Rows that the grid may ask for. While the view grows only whole blocks are shown, so that no block is drawn in part and
 * then again; the first one is shown as far as it goes.
 */
export function shownRowCount(rows: number, complete: boolean): number {
  if (complete || rows < BLOCK_ROWS) return rows;
  return rows - (rows % BLOCK_ROWS);
}

/**
 * The block that holds a position.
 * @param offered - the view and how many of its rows the grid knows of
 */
export function blockOf(
  position: number,
  offered: { readonly view: number; readonly rows: number },
  custom: readonly string[],
): RowRange {
  const start = position - (position % BLOCK_ROWS);
  const count = Math.max(0, Math.min(BLOCK_ROWS, offered.rows - start));
  return { view: offered.view, start, count, custom };
}
