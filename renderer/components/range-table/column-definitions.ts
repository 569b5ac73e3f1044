import type { ColDef, ValueGetterParams } from 'ag-grid-community';
import type { TableColumnSetting } from '../../../preload/contract/settings';
import type { TableColumn } from './table-column';
import { TableHeading } from './table-heading';

/** The columns with what is remembered of them; one that is new stands where it does by itself. */
export function arranged<Row>(
  columns: readonly TableColumn<Row>[],
  remembered: readonly TableColumnSetting[] | undefined,
): readonly (TableColumn<Row> & { readonly isHidden: boolean })[] {
  const own = columns.map((column) => ({ ...column, isHidden: column.isHidden ?? false }));
  if (!remembered) return own;
  const byId = new Map(own.map((column) => [column.id, column]));
  const ordered = remembered.flatMap(({ id, width, hidden }) => {
    const column = byId.get(id);
    byId.delete(id);
    return column ? [{ ...column, width, isHidden: hidden }] : [];
  });
  for (const column of byId.values()) ordered.splice(own.indexOf(column), 0, column);
  return ordered;
}

export function columnDefinitions<Row>(
  columns: readonly (TableColumn<Row> & { readonly isHidden: boolean })[],
): ColDef<Row>[] {
  return columns.map(({ id, title, help, width, isRight, isHidden, isSortable, text, tone, drawing }) => ({
    colId: id,
    headerName: title,
    headerComponent: TableHeading,
    headerComponentParams: { isRight: isRight ?? false, isSortable: isSortable ?? true, help: help ?? '' },
    width,
    hide: isHidden,
    minWidth: 40,
    sortable: false,
    suppressHeaderMenuButton: true,
    cellClass: ({ data }) => [isRight ? 'cell-right' : '', data && tone ? tone(data) : ''].filter(Boolean),
    ...(drawing && { cellRenderer: drawing }),
    valueGetter: ({ data }: ValueGetterParams<Row>) => (data ? text(data) : ''),
  }));
}
