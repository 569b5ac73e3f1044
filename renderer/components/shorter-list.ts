import type { GridApi } from 'ag-grid-community';

/** Before a list becomes shorter: the grid would move the focus to its new end, as if somebody had gone there. */
export function letGoBehind<Row>(api: GridApi<Row>, rows: number): void {
  const focused = api.getFocusedCell();
  if (focused && focused.rowIndex >= rows) api.clearFocusedCell();
}
