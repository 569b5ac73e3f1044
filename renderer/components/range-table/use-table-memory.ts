import type { ColumnMovedEvent, ColumnResizedEvent, GridApi } from 'ag-grid-community';
import { useMemo } from 'react';
import { changeSettings, useSettings } from '../../state/settings';

function remember<Row>(table: string, api: GridApi<Row>): void {
  const columns = api.getColumnState().map(({ colId, width, hide }) => ({
    id: colId,
    width: Math.round(width ?? 100),
    hidden: hide ?? false,
  }));
  changeSettings({ tables: { ...useSettings.getState().tables, [table]: columns } });
}

/** Keeps what the user does to a table's columns: order and widths. */
export function useTableMemory<Row>(table: string) {
  return useMemo(
    () => ({
      onColumnResized: ({ finished, source, api }: ColumnResizedEvent<Row>) => {
        if (finished && source === 'uiColumnResized') remember(table, api);
      },
      onColumnMoved: ({ finished, source, api }: ColumnMovedEvent<Row>) => {
        if (finished && source === 'uiColumnMoved') remember(table, api);
      },
    }),
    [table],
  );
}
