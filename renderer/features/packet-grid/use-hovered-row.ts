import type { GridApi } from 'ag-grid-community';
import { type RefObject, useEffect } from 'react';
import type { Timestamp } from '../../../preload/contract/capture';
import type { PacketRow } from '../../../preload/contract/packets';
import { tellWhole } from '../../components/whole-text';
import { hover, unhover, useHovered } from '../../state/cursor';
import { useView } from '../../state/view';

const SOURCE = 'packets';

/** Number of the last packet on screen that is not later than a time; 0 where the list is elsewhere, or in another order. */
function packetAt(api: GridApi<PacketRow>, { seconds, nanoseconds }: Timestamp): number {
  if (useView.getState().sort !== null) return 0;
  let last: PacketRow | null = null;
  let isBeforeEnd = false;
  for (const { data } of api.getRenderedNodes()) {
    if (!data?.hasTime) continue;
    const isLater = data.seconds > seconds || (data.seconds === seconds && data.nanoseconds > nanoseconds);
    if (isLater) isBeforeEnd = true;
    else if (!last || data.number > last.number) last = data;
  }
  const isAt = last?.seconds === seconds && last.nanoseconds === nanoseconds;
  return last && (isBeforeEnd || isAt) ? last.number : 0;
}

/**
 * Marks the row of what the pointer is at in a graph or the ladder, where it is on screen, and says which row it is at here.
 * The mark is an attribute of the row's element: the grid draws nothing anew for it.
 */
export function useHoveredRow(api: GridApi<PacketRow> | null, wrapper: RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const element = wrapper.current;
    if (!api || !element) return;
    let marked: Element | null = null;
    const mark = () => {
      const { hovered } = useHovered.getState();
      const isElsewhere = hovered !== null && hovered.source !== SOURCE && !api.isDestroyed();
      const packet = isElsewhere ? hovered.packet || (hovered.time ? packetAt(api, hovered.time) : 0) : 0;
      const row = packet > 0 ? element.querySelector(`.ag-row[row-id="${packet}"]`) : null;
      if (row === marked) return;
      marked?.removeAttribute('data-hovered');
      row?.setAttribute('data-hovered', '');
      marked = row;
    };
    const stop = useHovered.subscribe(mark);
    api.addEventListener('viewportChanged', mark);
    let before = '';
    const point = ({ target, clientX, clientY }: MouseEvent) => {
      // Rows that scroll by under a pointer at rest are not pointed at.
      const at = `${clientX} ${clientY}`;
      if (at === before) return;
      before = at;
      const cell = target instanceof Element ? target.closest<HTMLElement>('.row-cell') : null;
      if (!cell) return;
      tellWhole(cell);
      const position = Number(cell.closest('.ag-row')?.getAttribute('row-index') ?? -1);
      const data = api.getDisplayedRowAtIndex(position)?.data;
      if (!data) return;
      const { number, hasTime, seconds, nanoseconds } = data;
      hover({ source: SOURCE, packet: number, time: hasTime ? { seconds, nanoseconds } : null });
    };
    const leave = () => unhover(SOURCE);
    element.addEventListener('mousemove', point);
    element.addEventListener('mouseleave', leave);
    return () => {
      stop();
      element.removeEventListener('mousemove', point);
      element.removeEventListener('mouseleave', leave);
      leave();
      if (!api.isDestroyed()) api.removeEventListener('viewportChanged', mark);
    };
  }, [api, wrapper]);
}
