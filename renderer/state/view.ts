import { create } from 'zustand';
import type { ColumnId, SortOrder } from '../../preload/contract/packets';
import { bridge } from './bridge';
import { captureId, isGrowing, useCapture } from './capture';
import { columnTitle } from './columns';
import { withJob } from './jobs';
import { useSettings } from './settings';

interface ShownView {
  /** 0 is all packets in their order. */
  readonly id: number;
  readonly rows: number;
  readonly complete: boolean;
  readonly sort: SortOrder | null;
  /** The order that is being made while the older rows are still shown. */
  readonly sorting: SortOrder | null;
}

const WHOLE: ShownView = { id: 0, rows: 0, complete: false, sort: null, sorting: null };

export const useView = create<ShownView>(() => WHOLE);

/** Follows the capture: rows of the view 0 grow as packets are read. */
export function listenToView(): void {
  let shown: number | null = null;
  useCapture.subscribe(({ capture }) => {
    if (!capture) {
      shown = null;
      useView.setState(WHOLE);
      return;
    }
    if (capture.id !== shown) useView.setState(WHOLE);
    shown = capture.id;
    if (useView.getState().id === 0) useView.setState({ rows: capture.packets, complete: !isGrowing(capture) });
  });
  bridge().on('viewGrew', ({ capture, view }) => {
    if (capture !== useCapture.getState().capture?.id || view.id !== useView.getState().id || view.id === 0) return;
    useView.setState({ rows: view.rows, complete: view.complete });
  });
}

const isSame = (a: SortOrder | null, b: SortOrder | null) => a?.column === b?.column && a?.descending === b?.descending;

/** The order that a click on a heading asks for: ascending, descending, then the file's own. */
export function nextOrder(current: SortOrder | null, column: ColumnId): SortOrder | null {
  if (current?.column !== column) return { column, descending: false };
  return current.descending ? null : { column, descending: true };
}

/** Sorts in the worker. The rows shown stay until the new order is there; a cancelled sort leaves them. */
export async function sortBy(sort: SortOrder | null): Promise<void> {
  const { sorting, sort: current } = useView.getState();
  if (isSame(sort, sorting ?? current)) return;
  const capture = useCapture.getState().capture;
  if (!capture) return;
  if (sort === null) {
    useView.setState({ id: 0, rows: capture.packets, complete: !isGrowing(capture), sort: null, sorting: null });
    return;
  }
  useView.setState({ sorting: sort });
  const setting = useSettings.getState().columns.find((column) => column.id === sort.column);
  try {
    const view = await withJob(`Sorting by ${setting ? columnTitle(setting) : sort.column}`, (job) =>
      bridge().packets.view(captureId(), { filter: '', timeRange: null, sort, job }),
    );
    if (useCapture.getState().capture?.id !== capture.id || !isSame(useView.getState().sorting, sort)) return;
    useView.setState({ id: view.id, rows: view.rows, complete: view.complete, sort, sorting: null });
  } catch (fault) {
    if (isSame(useView.getState().sorting, sort)) useView.setState({ sorting: null });
    if (!/cancelled/i.test(String(fault))) throw fault;
  }
}
