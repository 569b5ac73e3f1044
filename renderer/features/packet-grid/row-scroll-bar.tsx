import type { GridApi } from 'ag-grid-community';
import { type RefObject, useEffect, useRef } from 'react';
import type { PacketRow } from '../../../preload/contract/packets';
import { rowPages } from '../../state/rows';
import { listHeight, ROW_PIXELS, viewportOf } from './list-height';
import { blockAt } from './offered-rows';

/** Rows that the grid draws above and below what is seen. */
const MARGIN = 6;

interface RowScrollBarProps {
  readonly api: GridApi<PacketRow> | null;
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly rows: number;
}

/** Fetches the blocks that a scroll position shows, so that the grid finds them when it gets there. */
async function fetchRowsAt(share: number, rows: number, screen: number): Promise<void> {
  const first = Math.max(0, Math.floor(share * Math.max(0, rows - screen)) - MARGIN);
  const last = Math.min(rows - 1, Math.ceil(first + screen) + 2 * MARGIN);
  const blocks = [blockAt(first), blockAt(Math.max(first, last))].filter(({ count }) => count > 0);
  await Promise.all(blocks.map((block) => rowPages.get(block))).catch(() => undefined);
}

/** One picture of the page: what was scrolled to has been drawn. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * The scroll bar of the packets. Dragged over millions of rows a grid's own would run ahead of what can be fetched and show
 * empty lines for as long as it moves. This one lets the grid go to a place once that place's rows are there, always to the
 * newest place asked for, so that every picture on the way shows packets.
 */
export function RowScrollBar({ api, grid, rows }: RowScrollBarProps) {
  const bar = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const viewport = viewportOf(grid.current);
    const element = bar.current;
    if (!api || !viewport || !element) return;
    let isMoving = false;
    /** Positions that were set here and not by hand, to tell their events apart. */
    let mirrored = -1;

    const follow = async () => {
      isMoving = true;
      try {
        while (Math.abs(viewport.scrollTop - element.scrollTop) >= 1) {
          const to = element.scrollTop;
          const most = element.scrollHeight - element.clientHeight;
          await fetchRowsAt(most > 0 ? to / most : 0, api.getDisplayedRowCount(), viewport.clientHeight / ROW_PIXELS);
          const before = viewport.scrollTop;
          viewport.scrollTop = to;
          await drawn();
          if (viewport.scrollTop === before) break;
        }
      } finally {
        isMoving = false;
      }
    };
    const onBar = () => {
      if (Math.abs(element.scrollTop - mirrored) < 1) return;
      mirrored = -1;
      if (!isMoving) void follow();
    };
    const onViewport = () => {
      if (isMoving) return;
      mirrored = viewport.scrollTop;
      element.scrollTop = mirrored;
    };
    element.addEventListener('scroll', onBar);
    viewport.addEventListener('scroll', onViewport);
    return () => {
      element.removeEventListener('scroll', onBar);
      viewport.removeEventListener('scroll', onViewport);
    };
  }, [api, grid]);

  return (
    <div className="row-scroll-bar" ref={bar} aria-hidden="true" tabIndex={-1}>
      <div style={{ height: listHeight(rows) }} />
    </div>
  );
}
