import type { ColDef, ValueGetterParams } from 'ag-grid-community';
import type { ColumnId, PacketRow } from '../../../preload/contract/packets';
import type { ColumnSetting, TimeFormat } from '../../../preload/contract/settings';
import { reactHeading } from '../../components/react-heading';
import { cellText } from '../../format/row-text';
import { columnTitle, customFields, fieldOfColumn } from '../../state/columns';
import { timeDigits } from '../../state/time-digits';
import { ColumnHeading } from './column-heading';
import { InfoCell } from './info-cell';
import { packetOf } from './row-source';

const RIGHT: ReadonlySet<ColumnId> = new Set(['number', 'length', 'stream']);

const PlainHeading = reactHeading(ColumnHeading);

/** How the grid's cells write times; read at each drawing, so that a change redraws and rebuilds nothing. */
export interface GridContext {
  format: TimeFormat;
  utc: boolean;
}

export function columnDefinitions(columns: readonly ColumnSetting[]): ColDef<PacketRow>[] {
  const customs = customFields(columns);
  return columns.map((setting) => {
    const { id } = setting;
    const field = fieldOfColumn(id);
    const custom = field === null ? -1 : customs.indexOf(field);
    const isRight = RIGHT.has(id);
    return {
      colId: id,
      headerName: columnTitle(setting),
      headerComponent: PlainHeading,
      headerComponentParams: { isRight },
      width: setting.width,
      hide: setting.hidden,
      minWidth: 36,
      sortable: false,
      suppressHeaderMenuButton: true,
      ...(isRight ? { cellClass: 'cell-right' } : {}),
      ...(id === 'info' ? { cellRenderer: InfoCell } : {}),
      valueGetter: ({ data, node, context }: ValueGetterParams<PacketRow>) => {
        const packet = packetOf(data, node?.rowIndex);
        return packet ? cellText(packet, id, custom, { ...(context as GridContext), digits: timeDigits() }) : '';
      },
    };
  });
}
