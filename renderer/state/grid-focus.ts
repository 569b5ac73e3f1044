/** Where the keyboard goes in the packet list: the shown packet's row, or the first one on screen. */
const TARGETS = ['.ag-row-selected .ag-cell', '.ag-row .ag-cell', '.ag-header-cell'];

/** Hands the keyboard to the packet list. */
export function focusGrid(): void {
  const grid = document.querySelector('.packet-grid');
  const target = TARGETS.map((selector) => grid?.querySelector<HTMLElement>(selector)).find(Boolean);
  target?.focus();
}
