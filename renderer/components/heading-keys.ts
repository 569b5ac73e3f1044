import type { SuppressHeaderKeyboardEventParams } from 'ag-grid-community';

/** Enter and Space on a heading in focus do what a click on it does; the grid itself sorts nothing. */
export function pressHeading({ event }: SuppressHeaderKeyboardEventParams): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  const heading = event.target instanceof Element ? event.target.closest('.ag-header-cell') : null;
  const button = heading?.querySelector<HTMLElement>('.column-heading');
  if (!(button instanceof HTMLButtonElement)) return false;
  event.preventDefault();
  button.click();
  return true;
}
