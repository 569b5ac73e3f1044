import type { GridApi } from 'ag-grid-community';
import { type RefObject, useEffect } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import { letGoBehind } from '../../components/shorter-list';
import { useCapture } from '../../state/capture';
import { customFields } from '../../state/columns';
import { useSettings } from '../../state/settings';
import { isTailing } from '../../state/tail';
import { useTimeDigits } from '../../state/time-digits';
import { useView } from '../../state/view';
import { BLOCK_ROWS } from './blocks';
import type { GridContext } from './column-definitions';
import { growInPlace, viewportOf } from './list-height';
import { offerRows, useOffered } from './offered-rows';
import { refreshRows } from './row-source';

const HANDING_MILLISECONDS = 1_000;

/** Rows that change their number, order or content while they are on screen. */
export function useGridRefresh(
  api: GridApi<PacketRow> | null,
  context: GridContext,
  wrapper: RefObject<HTMLDivElement | null>,
): void {
  const capture = useCapture((state) => state.capture?.id);
  const revision = useCapture((state) => state.capture?.revision);
  const view = useView((state) => state.id);
  const rows = useOffered((state) => state.rows);
  const isFollowing = useCapture((state) => state.capture?.phase === 'following');
  // Of a capture that goes on each filtered view is complete for moments only.
  const complete = useView((state) => state.complete || isFollowing);
  const custom = useSettings((settings) => customFields(settings.columns).join(' '));
  const format = useSettings((settings) => settings.timeFormat);
  const utc = useSettings((settings) => settings.utc);
  const digits = useTimeDigits((state) => state.digits);

  useEffect(offerRows, []);

  // The count first: a shorter view must not be asked for rows that it has no more.
  useEffect(() => {
    if (!api) return;
    const before = api.getDisplayedRowCount();
    letGoBehind(api, rows);
    growInPlace(viewportOf(wrapper.current), before, rows, () => api.setRowCount(rows, true));
    // A block drawn when it was not yet full has rows to come.
    if (before > 0 && before < rows && before % BLOCK_ROWS !== 0) refreshGrown(api);
  }, [api, rows, wrapper]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these makes the rows on screen stale
  useEffect(() => {
    if (api) refreshRows(api);
  }, [api, capture, revision, view, custom, complete]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the digits are read when a cell is drawn
  useEffect(() => {
    context.format = format;
    context.utc = utc;
    context.layout.redraw();
  }, [context, format, utc, digits]);

  // A new order begins at its top; the row that was in focus is now another packet.
  useEffect(() => {
    if (!api || !capture || api.getDisplayedRowCount() === 0) return;
    if (view > 0 && useView.getState().sort !== null) {
      api.clearFocusedCell();
      api.ensureIndexVisible(0, 'top');
    }
  }, [api, capture, view]);
}

/** When the grid is handed the rows that it draws from the pages fetched for them; 0 for not at all. */
let handing = 0;

/** At the end of a list that goes on growing rows are drawn from pages; the grid is handed them now and then. */
function refreshGrown(api: GridApi<PacketRow>): void {
  if (!isTailing()) {
    refreshRows(api);
    return;
  }
  if (handing > 0) return;
  handing = window.setTimeout(() => {
    handing = 0;
    if (!api.isDestroyed()) refreshRows(api);
  }, HANDING_MILLISECONDS);
}
