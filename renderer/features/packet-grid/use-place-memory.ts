import type { GridApi } from 'ag-grid-community';
import { type RefObject, useEffect } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import { setScrolledList, wantedPlaceInList, wantPlaceInList } from '../../state/list-place';
import { attempt } from '../../state/notices';
import { rowPages } from '../../state/rows';
import { useView } from '../../state/view';
import { ROW_PIXELS, squeeze, viewportOf } from './list-height';
import { blockAt } from './offered-rows';

/** Frames in which nothing moves the list any more. */
const STILL_FRAMES = 5;
const MOST_FRAMES = 60;

/** Scrolls to a place: the grid goes back some times to the row that it was last told to show, until it has seen a scroll. */
async function scrollFor(viewport: HTMLElement, top: number): Promise<void> {
  for (let frame = 0, still = 0; frame < MOST_FRAMES && still < STILL_FRAMES; frame += 1) {
    still = Math.abs(viewport.scrollTop - top) < 1 ? still + 1 : 0;
    if (still === 0) viewport.scrollTop = top;
    await new Promise(requestAnimationFrame);
  }
}

/** Tells where the list is scrolled to, and goes there again where that is wanted of a view. */
export function usePlaceMemory(
  api: GridApi<PacketRow> | null,
  wrapper: RefObject<HTMLDivElement | null>,
  rows: number,
): void {
  const view = useView((state) => state.id);
  const isSettled = useView((state) => state.wanted === null && state.complete);

  useEffect(() => {
    setScrolledList({
      top: () => {
        const viewport = viewportOf(wrapper.current);
        const isSeen = viewport !== null && viewport.clientHeight > 0;
        return isSeen ? viewport.scrollTop * squeeze(rows, viewport.clientHeight) : null;
      },
    });
    return () => setScrolledList(null);
  }, [wrapper, rows]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is another list
  useEffect(() => {
    const place = wantedPlaceInList();
    const viewport = viewportOf(wrapper.current);
    if (!api || !viewport || place === null || !isSettled) return;
    const { filter } = useView.getState();
    // All packets are shown for a moment before those of the filter.
    if (filter !== place.filter) {
      if (filter !== '') wantPlaceInList(null);
      return;
    }
    attempt('The list could not be scrolled back', async () => {
      await rowPages.get(blockAt(Math.min(rows - 1, Math.floor(place.top / ROW_PIXELS))));
      if (api.isDestroyed() || wantedPlaceInList() !== place) return;
      await scrollFor(viewport, Math.round(place.top / squeeze(rows, viewport.clientHeight)));
      if (wantedPlaceInList() === place) wantPlaceInList(null);
    });
  }, [api, view, isSettled, rows, wrapper]);
}
