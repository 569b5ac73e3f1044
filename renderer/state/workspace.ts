import type { DockviewApi } from 'dockview-react';

/** The panels' dock, while it is on screen. */
let dock: DockviewApi | null = null;
let layOut: (() => void) | null = null;

/** Called by the workspace when it appears, and with null when it goes. */
export function setDock(api: DockviewApi | null, defaultLayout: (() => void) | null): void {
  dock = api;
  layOut = defaultLayout;
}

export function toggleMaximized(): void {
  if (!dock) return;
  if (dock.hasMaximizedGroup()) dock.exitMaximizedGroup();
  else if (dock.activePanel) dock.maximizeGroup(dock.activePanel);
}

export function resetWorkspace(): void {
  layOut?.();
}

/** What takes the keyboard in a panel, the likeliest first: where it was in a grid, a tree, the bytes, a grid's headings. */
const FOCUS_TARGETS = ['.ag-cell-focus', '.ag-row-selected .ag-cell', '[data-panel-focus]', '.ag-header-cell'];

/** Moves the keyboard to the next panel that is seen, in the order of the dock. */
export function focusNextPanel(by: 1 | -1): void {
  if (!dock) return;
  const seen = dock.groups.filter((group) => group.activePanel && group.api.isVisible);
  const at = dock.activeGroup ? seen.indexOf(dock.activeGroup) : -1;
  const next = seen[(at + by + seen.length) % seen.length];
  next?.activePanel?.api.setActive();
  // A panel's content lies beside its group's element, not in it.
  const content = next?.activePanel?.view.content.element;
  const target = FOCUS_TARGETS.map((selector) => content?.querySelector<HTMLElement>(selector)).find(Boolean);
  target?.focus();
}
