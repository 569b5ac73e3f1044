import { create } from 'zustand';
import type { RowRange } from '../../../preload/contract/packets';
import { useCapture } from '../../state/capture';
import { customFields } from '../../state/columns';
import { rowPages } from '../../state/rows';
import { useSettings } from '../../state/settings';
import { useTail } from '../../state/tail';
import { useView } from '../../state/view';
import { BLOCK_ROWS, blockOf, ROWS_AROUND, shownRowCount } from './blocks';
import { ROW_PIXELS } from './list-height';

/** How many rows the grid may ask for, and of which view. */
interface Offer {
  readonly view: number;
  readonly rows: number;
}

export const useOffered = create<Offer>(() => ({ view: 0, rows: 0 }));

/** The block that holds a position, as it is asked for everywhere: the same question finds the same page. */
export function blockAt(position: number): RowRange {
  return blockOf(position, useOffered.getState(), customFields(useSettings.getState().columns));
}

/** The same as it was before more rows were offered: what was drawn from that page is drawn from it until the list moves on. */
export function blockBefore(position: number): RowRange {
  return blockOf(position, before, customFields(useSettings.getState().columns));
}

/** The list moves to the newest packets no oftener than this: each time all its rows are drawn anew. */
const TAIL_MILLISECONDS = 250;

let before: Offer = { view: 0, rows: 0 };
let isFetching = false;
let lastMove = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Offers the view's rows to the grid. Of a capture that goes on the newest are fetched before the grid hears of them, so that
 * a list that stays at its end never shows an empty row.
 * @returns a function that ends it
 */
export function offerRows(): () => void {
  offer();
  const stops = [useView.subscribe(offer), useCapture.subscribe(offer)];
  return () => {
    for (const stop of stops) stop();
  };
}

function offer(): void {
  const { id, rows, complete } = useView.getState();
  const offered = useOffered.getState();
  const isFollowing = useCapture.getState().capture?.phase === 'following';
  const isSame = offered.view === id;
  if (!isFollowing || !isSame || !useTail.getState().follows || rows <= offered.rows) {
    const shown = shownRowCount(rows, complete || isFollowing);
    if (!isSame || shown !== offered.rows) useOffered.setState({ view: id, rows: shown });
    return;
  }
  const wait = lastMove + TAIL_MILLISECONDS - performance.now();
  clearTimeout(timer);
  if (wait > 0) timer = setTimeout(offer, wait);
  else if (!isFetching) void fetchAndOffer(id, rows);
}

/** A position in each block of which a list at its end shows rows. */
function seenAtEnd(rows: number): readonly number[] {
  const uppermost = Math.max(0, rows - Math.ceil(window.innerHeight / ROW_PIXELS) - ROWS_AROUND);
  const last = rows - 1;
  return last - (last % BLOCK_ROWS) <= uppermost ? [last] : [last, uppermost];
}

async function fetchAndOffer(view: number, rows: number): Promise<void> {
  isFetching = true;
  const custom = customFields(useSettings.getState().columns);
  try {
    await Promise.all(seenAtEnd(rows).map((at) => rowPages.get(blockOf(at, { view, rows }, custom))));
  } catch {
    // The grid will ask, and be told why.
  } finally {
    isFetching = false;
  }
  lastMove = performance.now();
  before = useOffered.getState();
  if (useView.getState().id === view) useOffered.setState({ view, rows });
  // More has come meanwhile.
  offer();
}
