import type { CellMouseOverEvent } from 'ag-grid-community';

const isCut = (element: Element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0;

/** Says on hover what a cell is too narrow to show. */
export function tellWholeText({ event }: Pick<CellMouseOverEvent, 'event'>): void {
  const cell = event?.target instanceof Element ? event.target.closest<HTMLElement>('.ag-cell') : null;
  if (cell) tellWhole(cell);
}

/** The same for any element. */
export function tellWhole(cell: HTMLElement): void {
  if ([cell, ...cell.querySelectorAll('*')].some(isCut)) cell.title = cell.textContent ?? '';
  else cell.removeAttribute('title');
}
