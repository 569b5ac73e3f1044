import type {
  CellFocusedEvent,
  CellKeyDownEvent,
  FullWidthCellKeyDownEvent,
  GridApi,
  SelectionChangedEvent,
} from 'ag-grid-community';
import { type MouseEvent as ReactMouseEvent, type RefObject, useCallback, useEffect, useRef } from 'react';
import type { ColumnId, PacketRow } from '../../../preload/contract/packets';
import { isMenuKey, menuPointOf } from '../../components/menu-key';
import { wantedPlaceInList } from '../../state/list-place';
import { attempt } from '../../state/notices';
import { positionOf, rowPages } from '../../state/rows';
import { selectPacket, selectPackets, useSelection } from '../../state/selection';
import { isTailing } from '../../state/tail';
import { useView } from '../../state/view';
import type { MenuPlace } from './cell-menu';
import { valueAt } from './cell-value';
import type { GridContext } from './column-definitions';
import { blockAt } from './offered-rows';
import { columnOf } from './row-layout';

/** A cell focused longer after the last key or click than this was focused by a program: a dialog that gave focus back. */
const HAND_MILLISECONDS = 1000;

/** The list stays at its newest packets: the one that is shown there was not asked for. */
const isLeftAtTail = () => isTailing() && useSelection.getState().arrival === 'unasked';

/** Whether the keyboard or the pointer moved the focus last, and with shift held: the grid's events do not say. */
function useLastInput(wrapper: RefObject<HTMLDivElement | null>) {
  const last = useRef({ byKeyboard: false, shift: false, at: 0 });
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const note = (event: KeyboardEvent | MouseEvent) => {
      last.current = { byKeyboard: event instanceof KeyboardEvent, shift: event.shiftKey, at: performance.now() };
    };
    element.addEventListener('keydown', note, true);
    element.addEventListener('mousedown', note, true);
    return () => {
      element.removeEventListener('keydown', note, true);
      element.removeEventListener('mousedown', note, true);
    };
  }, [wrapper]);
  return last;
}

/** The column whose cell is a row's one. */
const columnOfRows = (api: GridApi<PacketRow>): string => api.getAllDisplayedColumns()[0]?.getColId() ?? 'number';

/** Keeps the grid's rows and the window's selection the same, whichever of the two moved. */
export function useGridSelection(api: GridApi<PacketRow> | null, wrapper: RefObject<HTMLDivElement | null>) {
  const input = useLastInput(wrapper);
  /** Position that the keyboard reached before its row was there. */
  const awaited = useRef<number | null>(null);
  const packet = useSelection((selection) => selection.packet);
  const lastShown = useRef(0);
  /** In the file's order the shown packet is looked for in each new view; another order is shown from its top. */
  const view = useView((state) => (state.sort === null ? state.id : -1));

  const settle = useCallback(() => {
    if (!api || awaited.current === null) return;
    const node = api.getDisplayedRowAtIndex(awaited.current);
    if (!node?.data) return;
    awaited.current = null;
    node.setSelected(true, !input.current.shift);
    selectPacket(node.data.number, 'step');
  }, [api, input]);

  /** Selects the shown packet's row when it has come. */
  const follow = useCallback(() => {
    if (!api) return;
    const { packet: shown, packets } = useSelection.getState();
    for (const node of api.getRenderedNodes()) {
      if (node.data?.number === shown && !node.isSelected() && packets.length === 1) node.setSelected(true, true);
    }
  }, [api]);

  const onRows = useCallback(() => {
    if (api?.isDestroyed()) return;
    settle();
    follow();
  }, [api, settle, follow]);

  // The packet was chosen elsewhere: by history, by a link, by "go to". Its row comes into sight and is selected.
  useEffect(() => {
    if (!api || packet === 0) return;
    if (view < 0 && packet === lastShown.current) return;
    lastShown.current = packet;
    if (isLeftAtTail()) return;
    const selected = api.getSelectedNodes();
    if (selected.some((node) => node.data?.number === packet)) {
      const at = selected.find((node) => node.data?.number === packet)?.rowIndex;
      if (at != null && api.getFocusedCell()?.rowIndex === at) return;
    }
    // The list goes back to where it was: there the packet may be out of sight.
    const staysPut = wantedPlaceInList() !== null;
    attempt('The packet could not be shown in the list', async () => {
      const position = await positionOf(packet);
      if (position < 0) return;
      await rowPages.get(blockAt(position));
      if (useSelection.getState().packet !== packet) return;
      awaited.current = null;
      // A live capture may have begun to go on meanwhile.
      if (api.isDestroyed() || isLeftAtTail()) return;
      const column = columnOfRows(api);
      // The row that was in focus is let go first: the browser would scroll back to it.
      api.clearFocusedCell();
      if (!staysPut) api.ensureIndexVisible(position, isOnScreen(api, position) ? null : 'middle');
      input.current = { byKeyboard: false, shift: false, at: 0 };
      if (staysPut) await listBack();
      else await rowDrawn(wrapper.current, position);
      if (useSelection.getState().packet !== packet || api.isDestroyed() || isLeftAtTail()) return;
      // The keyboard stays in the tree, the timeline, the bytes or the menu that it is in.
      const isInSight = !staysPut || isOnScreen(api, position);
      if (isInSight && !isElsewhere(document.activeElement, wrapper.current)) api.setFocusedCell(position, column);
      follow();
    });
  }, [api, packet, view, follow, input, wrapper]);

  const onCellFocused = useCallback(
    ({ rowIndex, api: grid }: CellFocusedEvent<PacketRow>) => {
      if (rowIndex === null || performance.now() - input.current.at > HAND_MILLISECONDS) return;
      const node = grid.getDisplayedRowAtIndex(rowIndex);
      if (input.current.byKeyboard) {
        awaited.current = rowIndex;
        if (node?.data) {
          awaited.current = null;
          node.setSelected(true, !input.current.shift);
        }
      }
      if (node?.data && node.data.number !== useSelection.getState().packet) selectPacket(node.data.number, 'step');
    },
    [input],
  );

  const onSelectionChanged = useCallback(({ api: grid }: SelectionChangedEvent<PacketRow>) => {
    const numbers = grid.getSelectedNodes().flatMap((node) => node.data?.number ?? []);
    if (numbers.length > 0) selectPackets(numbers);
  }, []);

  const menuPlace = useCallback(
    (event: ReactMouseEvent): MenuPlace | null => {
      const row = event.target instanceof Element ? event.target.closest('.row-cells')?.closest('.ag-row') : null;
      const node = row && api?.getDisplayedRowAtIndex(Number(row.getAttribute('row-index')));
      if (!api || !node?.data) return null;
      event.preventDefault();
      if (!node.isSelected()) node.setSelected(true, true);
      if (node.data.number !== useSelection.getState().packet) selectPacket(node.data.number, 'step');
      const context = api.getGridOption('context') as GridContext;
      const column = columnOf(event.target) ?? context.layout.current;
      return { x: event.clientX, y: event.clientY, ...shownIn(node.data, column, context), packet: node.data.number };
    },
    [api],
  );

  return { onRows, onCellFocused, onSelectionChanged, menuPlace };
}

const shownIn = (row: PacketRow, column: ColumnId, context: GridContext) => ({
  column,
  value: valueAt(row, column, context),
});

/** Where the menu of the cell in focus opens when a key calls it up; null for other keys. */
export function keyedMenuPlace({
  event,
  data,
  context,
}: CellKeyDownEvent<PacketRow> | FullWidthCellKeyDownEvent<PacketRow>): MenuPlace | null {
  const key = event as KeyboardEvent | null;
  if (!key || !isMenuKey(key) || !data) return null;
  // The browser's own event for the key would call up the menu again, at another place.
  key.preventDefault();
  const row = key.target as Element;
  const { layout } = context as GridContext;
  return {
    ...menuPointOf(row.querySelector('.is-current') ?? row),
    ...shownIn(data, layout.current, context),
    packet: data.number,
  };
}

/** Waits until a row is on the page: rows come with the frames after a scroll, and only then take the keyboard. */
async function rowDrawn(grid: HTMLElement | null, position: number): Promise<void> {
  for (let frame = 0; frame < 60; frame += 1) {
    if (grid?.querySelector(`.ag-row[row-index="${position}"] .row-cell`)) return;
    await new Promise(requestAnimationFrame);
  }
}

/** Waits until the list is where it was, and the grid knows that. */
async function listBack(): Promise<void> {
  for (let frame = 0, isBack = false; frame < 120 && !isBack; frame += 1) {
    isBack = wantedPlaceInList() === null;
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  }
}

/** Whether the keyboard is in use beside the grid. */
function isElsewhere(keyboard: Element | null, grid: HTMLElement | null): boolean {
  if (!(keyboard instanceof HTMLElement) || keyboard === document.body) return false;
  return !grid?.contains(keyboard);
}

function isOnScreen(api: GridApi<PacketRow>, position: number): boolean {
  const range = api.getVerticalPixelRange();
  const node = api.getDisplayedRowAtIndex(position);
  if (!node || node.rowTop === null) return false;
  return node.rowTop >= range.top && node.rowTop + (node.rowHeight ?? 22) <= range.bottom;
}
