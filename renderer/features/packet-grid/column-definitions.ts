import type { ColDef } from 'ag-grid-community';
import type { PacketRow } from '../../../preload/contract/packets';
import type { ColumnSetting, TimeFormat } from '../../../preload/contract/settings';
import { reactHeading } from '../../components/react-heading';
import { columnTitle } from '../../state/columns';
import { ColumnHeading } from './column-heading';
import { RIGHT, type RowLayout } from './row-layout';

const PlainHeading = reactHeading(ColumnHeading);

/** How the grid's rows are drawn: where their cells are, and how they write times, read at each drawing. */
export interface GridContext {
  format: TimeFormat;
  utc: boolean;
  readonly layout: RowLayout;
}

export function columnDefinitions(columns: readonly ColumnSetting[]): ColDef<PacketRow>[] {
  return columns.map((setting) => {
    const { id } = setting;
    return {
      colId: id,
      headerName: columnTitle(setting),
      headerComponent: PlainHeading,
      headerComponentParams: { isRight: RIGHT.has(id) },
      width: setting.width,
      hide: setting.hidden,
      minWidth: 36,
      sortable: false,
      suppressHeaderMenuButton: true,
    };
  });
}
