import type { GridApi, GridOptions } from 'ag-grid-community';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import '../../components/grid-modules';
import { gridTheme } from '../../components/grid-theme';
import { pressHeading } from '../../components/heading-keys';
import { PlainGrid } from '../../components/plain-grid';
import { useSettings } from '../../state/settings';
import { BLOCK_ROWS, BLOCKS_KEPT, ROWS_AROUND } from './blocks';
import { CellMenu, type MenuPlace } from './cell-menu';
import { columnDefinitions, type GridContext } from './column-definitions';
import { EmptyList } from './empty-list';
import { FindMarks } from './find-marks';
import { offerRows, useOffered } from './offered-rows';
import { RowCells } from './row-cells';
import { RowLayout } from './row-layout';
import { RowScrollBar } from './row-scroll-bar';
import { rowSource } from './row-source';
import { TailButton } from './tail-button';
import { useColumnCursor } from './use-column-cursor';
import { useColumnMemory } from './use-column-memory';
import { useColumnWidths } from './use-column-widths';
import { useGridKeys } from './use-grid-keys';
import { useGridRefresh } from './use-grid-refresh';
import { keyedMenuPlace, useGridSelection } from './use-grid-selection';
import { useHoveredRow } from './use-hovered-row';
import { usePlaceMemory } from './use-place-memory';
import { useTailFollowing } from './use-tail-following';
import { useWheel } from './use-wheel';
import './packet-grid.css';

/** Pixels that Info keeps in a narrow window. */
const LEAST_INFO = 320;

/** The last column reaches the edge; Info as last one also gives way, down to what can be read. */
function fillWidth(api: GridApi<PacketRow>): void {
  const columns = api.getAllDisplayedColumns();
  const last = columns.at(-1);
  const { right, left } = api.getHorizontalPixelRange();
  const others = columns.slice(0, -1).reduce((sum, column) => sum + column.getActualWidth(), 0);
  const rest = right - left - others;
  if (!last) return;
  const least = last.getColId() === 'info' ? LEAST_INFO : last.getActualWidth();
  api.setColumnWidths([{ key: last, newWidth: Math.max(least, Math.floor(rest)) }]);
}

/** What the grid is told of how it works, whatever it shows. */
const unchanging: GridOptions<PacketRow> = {
  theme: gridTheme,
  rowModelType: 'infinite',
  cacheBlockSize: BLOCK_ROWS,
  cacheOverflowSize: 0,
  maxBlocksInCache: BLOCKS_KEPT,
  maxConcurrentDatasourceRequests: 4,
  blockLoadDebounceMillis: 0,
  rowBuffer: ROWS_AROUND,
  scrollbarWidth: 0,
  isFullWidthRow: () => true,
  fullWidthCellRenderer: RowCells,
  getRowId: ({ data }) => String(data.number),
  rowSelection: { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true },
  suppressDragLeaveHidesColumns: true,
  suppressScrollOnNewData: true,
  suppressNoRowsOverlay: true,
  preventDefaultOnContextMenu: true,
  animateRows: false,
  suppressAnimationFrame: true,
  suppressRowTransform: true,
  suppressRowHoverHighlight: true,
  onGridSizeChanged: ({ api }) => fillWidth(api),
  onDisplayedColumnsChanged: ({ api, context }) => {
    fillWidth(api);
    (context as GridContext).layout.read(api);
  },
};

/** The packets, however many: pulled in blocks as they come into sight. */
export function PacketGrid() {
  const [api, setApi] = useState<GridApi<PacketRow> | null>(null);
  // What is there already is offered before the grid is made.
  const [initial] = useState(() => {
    offerRows()();
    return useOffered.getState().rows;
  });
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const wrapper = useRef<HTMLDivElement>(null);
  const columns = useSettings((settings) => settings.columns);
  const rows = useOffered((offered) => offered.rows);
  const definitions = useMemo(() => columnDefinitions(columns), [columns]);
  const context = useRef<GridContext>({ format: 'since-start', utc: false, layout: new RowLayout() });

  const selection = useGridSelection(api, wrapper);
  const suppressKeyboardEvent = useGridKeys();
  const memory = useColumnMemory();
  const datasource = useMemo(() => rowSource(selection.onRows), [selection.onRows]);
  // Before rows are counted: a grid without a source has none.
  useEffect(() => api?.setGridOption('datasource', datasource), [api, datasource]);
  useEffect(() => api?.setGridOption('columnDefs', definitions), [api, definitions]);
  useGridRefresh(api, context.current, wrapper);
  useTailFollowing(api, wrapper);
  usePlaceMemory(api, wrapper, rows);
  useWheel(wrapper, rows);
  useHoveredRow(api, wrapper);
  useColumnCursor(wrapper, context.current.layout);
  useColumnWidths(context.current.layout);

  const options: GridOptions<PacketRow> = {
    ...unchanging,
    context: context.current,
    columnDefs: definitions,
    defaultColDef: { suppressKeyboardEvent, suppressHeaderKeyboardEvent: pressHeading },
    infiniteInitialRowCount: initial,
    onCellFocused: selection.onCellFocused,
    onSelectionChanged: selection.onSelectionChanged,
    onCellKeyDown: (event) => {
      const place = keyedMenuPlace(event);
      if (place) setMenu(place);
    },
    ...memory,
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows in it take the keyboard, whose menu key does the same
    <div className="packet-grid" ref={wrapper} onContextMenu={(event) => setMenu(selection.menuPlace(event))}>
      <PlainGrid options={options} onReady={setApi} />
      <RowScrollBar api={api} grid={wrapper} rows={rows} />
      <FindMarks />
      <TailButton />
      {rows === 0 && <EmptyList />}
      <CellMenu place={menu} onClose={() => setMenu(null)} />
    </div>
  );
}
