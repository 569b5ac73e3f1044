import type { DockviewApi, IDockviewPanel } from 'dockview-react';
import { create } from 'zustand';
import { movePanel, sizePanel, type Towards } from './panel-moves';

/** What a panel of its own is pinned to, beside the one of the same kind that follows the selection. */
export interface Pinned {
  /** Names it among its kind: `17`. */
  readonly key: string;
  readonly title: string;
  /** What the panel's content gets. */
  readonly params: Record<string, unknown>;
  /** Name of the open panel at whose right it stands; else it is a tab beside those of its kind. */
  readonly beside?: string;
}

interface Places {
  layOut(): void;
  add(id: string, pinned?: Pinned): void;
}

/** The panels' dock, while it is on screen. */
let dock: DockviewApi | null = null;
let places: Places | null = null;

/** Ids of the panels that are open and of those that are seen, for the rail and for who serves only what is seen. */
export const useOpenPanels = create<{ readonly open: readonly string[]; readonly seen: readonly string[] }>(() => ({
  open: [],
  seen: [],
}));

function noteOpen(): void {
  const open = dock?.panels.map(({ id }) => id) ?? [];
  const seen = dock?.groups.flatMap(({ activePanel }) => (activePanel ? [activePanel.id] : [])) ?? [];
  useOpenPanels.setState({ open, seen });
}

/** Called by the workspace when it appears, and with null when it goes. */
export function setDock(api: DockviewApi | null, itsPlaces: Places | null): void {
  dock = api;
  places = itsPlaces;
  noteOpen();
  api?.onDidLayoutChange(noteOpen);
  api?.onDidActivePanelChange(noteOpen);
}

/** Brings a panel to the front, opening it where it is closed. */
export function openPanel(id: string, pinned?: Pinned): void {
  if (!dock) return;
  const name = pinned ? `${id}:${pinned.key}` : id;
  if (!dock.getPanel(name)) places?.add(id, pinned);
  if (dock.hasMaximizedGroup()) dock.exitMaximizedGroup();
  dock.getPanel(name)?.api.setActive();
  void takeKeyboard(name);
}

/** Where the keyboard was in a panel that gave way, the one in front takes it as soon as there is something to take it. */
async function takeKeyboard(name: string): Promise<void> {
  for (let look = 0; look < 20; look++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const isLost = document.activeElement === null || document.activeElement === document.body;
    const panel = dock?.getPanel(name);
    if (!isLost || !panel?.api.isActive || focusContent(panel)) return;
  }
}

export const closePanel = (id: string): void => dock?.getPanel(id)?.api.close();

/** Closes the panel that one is in; the packets stay. */
export function closeActivePanel(): void {
  const panel = dock?.activePanel;
  if (panel && panel.id !== 'packets') panel.api.close();
}

export function toggleMaximized(): void {
  if (!dock) return;
  if (dock.hasMaximizedGroup()) dock.exitMaximizedGroup();
  else if (dock.activePanel) dock.maximizeGroup(dock.activePanel);
}

/** Docks the panel that one is in elsewhere; the keyboard stays in it. */
export function moveActivePanel(towards: Towards): void {
  if (!dock) return;
  const panel = dock.activePanel;
  movePanel(dock, towards);
  if (panel) void takeKeyboard(panel.id);
}

export function sizeActivePanel(towards: Towards): void {
  if (dock) sizePanel(dock, towards);
}

export function resetWorkspace(): void {
  places?.layOut();
}

/** What takes the keyboard in a panel, the likeliest first: where it was in a grid, a tree, the bytes, a grid's headings. */
const FOCUS_TARGETS = [
  '.ag-cell-focus',
  '.ag-full-width-focus',
  '.ag-row-selected .ag-cell',
  '.ag-row-selected.ag-full-width-row',
  '[data-panel-focus]',
  '.ag-header-cell',
];

/** Moves the keyboard to the next panel that is seen, in the order of the dock. */
export function focusNextPanel(by: 1 | -1): void {
  if (!dock) return;
  const seen = dock.groups.filter((group) => group.activePanel && group.api.isVisible);
  const at = dock.activeGroup ? seen.indexOf(dock.activeGroup) : -1;
  const next = seen[(at + by + seen.length) % seen.length];
  next?.activePanel?.api.setActive();
  if (next?.activePanel) focusContent(next.activePanel);
}

/** @returns whether there was something that takes the keyboard */
function focusContent(panel: IDockviewPanel): boolean {
  // A panel's content lies beside its group's element, not in it.
  const { element } = panel.view.content;
  const target = FOCUS_TARGETS.map((selector) => element.querySelector<HTMLElement>(selector)).find(Boolean);
  target?.focus();
  return target !== undefined;
}
