import { openPanel, useOpenPanels } from './workspace';

/** Where the keyboard goes in the packet list: the shown packet's row, or the first one on screen. */
const TARGETS = ['.ag-row-selected', '.ag-row', '.ag-header-cell'];

/** Brings the packet list in front of what hides it. */
export function showGrid(): void {
  if (!useOpenPanels.getState().seen.includes('packets')) openPanel('packets');
}

/** Hands the keyboard to the packet list. */
export function focusGrid(): void {
  showGrid();
  const grid = document.querySelector('.packet-grid');
  const target = TARGETS.map((selector) => grid?.querySelector<HTMLElement>(selector)).find(Boolean);
  target?.focus();
}
