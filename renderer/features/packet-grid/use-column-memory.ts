import type { ColumnMovedEvent, ColumnResizedEvent, GridApi } from 'ag-grid-community';
import { useMemo } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import { withGridState } from '../../state/columns';
import { changeSettings, useSettings } from '../../state/settings';
import type { GridContext } from './column-definitions';

function remember(api: GridApi<PacketRow>): void {
  const shown = api.getColumnState().map(({ colId, width, hide }) => ({
    id: colId,
    width: width ?? 100,
    hidden: hide ?? false,
  }));
  changeSettings({ columns: withGridState(useSettings.getState().columns, shown) });
}

/** Keeps what the user does to the columns: order and widths. */
export function useColumnMemory() {
  return useMemo(
    () => ({
      onColumnResized: ({ finished, source, api, context }: ColumnResizedEvent<PacketRow>) => {
        (context as GridContext).layout.read(api);
        if (finished && source === 'uiColumnResized') remember(api);
      },
      onColumnMoved: ({ finished, source, api }: ColumnMovedEvent<PacketRow>) => {
        if (finished && source === 'uiColumnMoved') remember(api);
      },
    }),
    [],
  );
}
