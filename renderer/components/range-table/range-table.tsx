import type { CellContextMenuEvent, CellFocusedEvent, GridApi } from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSettings } from '../../state/settings';
import '../grid-modules';
import { gridTheme } from '../grid-theme';
import { pressHeading } from '../heading-keys';
import { letGoBehind } from '../shorter-list';
import { tellWholeText } from '../whole-text';
import { arranged, columnDefinitions } from './column-definitions';
import { rangeSource } from './range-source';
import { nextTableOrder, type TableColumn, type TableOrder } from './table-column';
import { SortingContext } from './table-heading';
import { useLinkedRow } from './use-linked-row';
import { useTableKeys } from './use-table-keys';
import { useTableMemory } from './use-table-memory';
import './range-table.css';

const BLOCK_ROWS = 60;

export interface TableMenuPlace<Row> {
  readonly x: number;
  readonly y: number;
  readonly row: Row;
  readonly column: string;
  /** What the cell under the pointer shows. */
  readonly value: string;
}

interface RangeTableProps<Row> {
  /** Names the table in the settings, and says what it lists: `connections`. */
  readonly table: string;
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  /** The held list: another number is another order or selection of rows. -1 while there is none. */
  readonly list: number;
  readonly rows: number;
  readonly fetchRows: (list: number, start: number, count: number) => Promise<readonly Row[]>;
  readonly idOf: (row: Row) => string;
  readonly order: TableOrder | null;
  readonly onOrder: (order: TableOrder | null) => void;
  /** The row that is selected elsewhere; null for none. */
  readonly selected: string | null;
  /** Position of that row in the list; -1 where it is not in it. */
  readonly positionOf?: (list: number, selected: string) => Promise<number>;
  readonly onChoose?: (row: Row) => void;
  readonly onOpen: (row: Row) => void;
  readonly onClick?: (row: Row) => void;
  readonly onMenu: (place: TableMenuPlace<Row>) => void;
  /** The selected rows, when several are. */
  readonly onSelect?: (rows: readonly Row[]) => void;
}

/** What the pointer is over. */
function menuPlace<Row>({
  event,
  data,
  node,
  value,
  column,
  api,
}: CellContextMenuEvent<Row>): TableMenuPlace<Row> | null {
  const pointer = event as MouseEvent | null;
  if (!data || !pointer) return null;
  if (!node.isSelected()) node.setSelected(true, true);
  api.setFocusedCell(node.rowIndex ?? 0, column);
  return { x: pointer.clientX, y: pointer.clientY, row: data, column: column.getColId(), value: String(value ?? '') };
}

/** A press that adds a row to those that are selected: the click that ends it finds them as they were. */
const addsToSelection = (event: Event | undefined): boolean =>
  event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey);

/** A table of however many rows, pulled in blocks as they come into sight. */
export function RangeTable<Row>(props: RangeTableProps<Row>) {
  const { table, columns, list, rows, idOf, order, onOrder, onOpen, onMenu } = props;
  const [api, setApi] = useState<GridApi<Row> | null>(null);
  const present = useRef(props);
  present.current = props;
  const remembered = useSettings((settings) => settings.tables?.[table]);
  const definitions = useMemo(() => columnDefinitions(arranged(columns, remembered)), [columns, remembered]);
  const sorting = useMemo(
    () => ({
      order,
      sortBy: (column: string, isNumber: boolean) => onOrder(nextTableOrder(order, column, isNumber)),
    }),
    [order, onOrder],
  );
  const suppressKeyboardEvent = useTableKeys<Row>(onOpen);
  const memory = useTableMemory<Row>(table);
  const link = useLinkedRow(api, present, props);
  const linked = useRef(link);
  linked.current = link;
  const datasource = useMemo(
    () =>
      rangeSource(
        () => present.current,
        () => linked.current(),
      ),
    [],
  );

  // The count first: a shorter list must not be asked for rows that it has no more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list makes the rows on screen stale
  useEffect(() => {
    if (!api) return;
    letGoBehind(api, rows);
    api.setRowCount(rows, true);
    api.refreshInfiniteCache();
  }, [api, list, rows]);

  // Another order begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that is the very change that matters
  useEffect(() => {
    if (api && api.getDisplayedRowCount() > 0) api.ensureIndexVisible(0, 'top');
  }, [api, order]);

  const onCellFocused = ({ rowIndex, sourceEvent, api: grid }: CellFocusedEvent<Row>) => {
    if (addsToSelection(sourceEvent)) return;
    const node = rowIndex === null ? null : grid.getDisplayedRowAtIndex(rowIndex);
    if (!node?.data) return;
    if (grid.getSelectedNodes().length < 2 && !node.isSelected()) node.setSelected(true, true);
    present.current.onChoose?.(node.data);
  };

  return (
    <SortingContext value={sorting}>
      <section className="range-table" aria-label={props.label}>
        <AgGridReact<Row>
          theme={gridTheme}
          columnDefs={definitions}
          defaultColDef={{ suppressKeyboardEvent, suppressHeaderKeyboardEvent: pressHeading }}
          rowModelType="infinite"
          datasource={datasource}
          infiniteInitialRowCount={0}
          cacheBlockSize={BLOCK_ROWS}
          cacheOverflowSize={0}
          maxBlocksInCache={20}
          maxConcurrentDatasourceRequests={2}
          blockLoadDebounceMillis={20}
          rowBuffer={4}
          getRowId={({ data }) => idOf(data)}
          rowSelection={{ mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true }}
          suppressDragLeaveHidesColumns
          suppressScrollOnNewData
          suppressNoRowsOverlay
          preventDefaultOnContextMenu
          animateRows={false}
          suppressAnimationFrame
          onGridReady={(event) => setApi(event.api)}
          onRowClicked={({ data }) => data && present.current.onClick?.(data)}
          onRowDoubleClicked={({ data }) => data && onOpen(data)}
          onSelectionChanged={({ api: grid }) => present.current.onSelect?.(grid.getSelectedRows())}
          onCellFocused={onCellFocused}
          onCellMouseOver={tellWholeText}
          onCellContextMenu={(event) => {
            const place = menuPlace(event);
            if (place) onMenu(place);
          }}
          {...memory}
        />
      </section>
    </SortingContext>
  );
}
