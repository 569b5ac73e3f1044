import type { AddPanelPositionOptions, DockviewApi, SerializedDockview } from 'dockview-react';
import type { Pinned } from '../../state/workspace';
import type { Panel } from './panel';

/** What is remembered of the workspace: the dock, and which panels there were, so that one that is new gets its place. */
interface StoredLayout {
  readonly panels: readonly string[];
  readonly dock: SerializedDockview;
}

/** A panel's name in the dock: its own, and what it is pinned to behind a colon. */
const panelOf = (id: string): string => id.split(':')[0] as string;

/** Beside those of the same home; else lists on top, pictures under them, details at the right of the pictures. */
function placeOf(api: DockviewApi, panel: Panel, panels: readonly Panel[]): AddPanelPositionOptions | undefined {
  const openAt = (home: Panel['home']) =>
    panels.filter((each) => each.home === home).map(({ id }) => api.panels.find((open) => panelOf(open.id) === id));
  const neighbor = openAt(panel.home).findLast(Boolean);
  const isUnder = panel.home === 'details';
  if (neighbor) return { referencePanel: neighbor, direction: isUnder ? 'below' : 'within' };
  const [list] = openAt('lists').filter(Boolean);
  const [picture] = openAt('pictures').filter(Boolean);
  const [detail] = openAt('details').filter(Boolean);
  if (panel.home === 'details' && picture) return { referencePanel: picture, direction: 'right' };
  if (panel.home === 'pictures' && detail) return { referencePanel: detail, direction: 'left' };
  if (list) return { referencePanel: list, direction: 'below' };
  return undefined;
}

/** @param pinned - makes a panel of its own that is pinned to something, beside the one that follows the selection */
export function addPanel(api: DockviewApi, panel: Panel, panels: readonly Panel[], pinned?: Pinned): void {
  const beside = pinned?.beside === undefined ? undefined : api.getPanel(pinned.beside);
  const position: AddPanelPositionOptions | undefined = beside
    ? { referencePanel: beside, direction: 'right' }
    : placeOf(api, panel, panels);
  api.addPanel({
    id: pinned ? `${panel.id}:${pinned.key}` : panel.id,
    title: pinned?.title ?? panel.title,
    component: panel.id,
    // Scroll positions and focus of what stands beside each other are kept; what lies behind a tab costs nothing.
    renderer: panel.home === 'pictures' ? 'onlyWhenVisible' : 'always',
    minimumHeight: 90,
    minimumWidth: 160,
    ...(pinned && { params: pinned.params }),
    ...(position && { position }),
  });
}

/** A row of sixteen bytes with their text, and the scroll bar beside it. */
const BYTES_WIDTH = 562;

/** Lists above; below them pictures and, at their right, fields over bytes. */
export function layOutDefault(api: DockviewApi, panels: readonly Panel[]): void {
  api.clear();
  const opened = panels.filter(({ isOpenAtFirst }) => isOpenAtFirst);
  const order: readonly Panel['home'][] = ['lists', 'pictures', 'details'];
  for (const home of order) {
    for (const panel of opened.filter((each) => each.home === home)) addPanel(api, panel, panels);
  }
  for (const home of ['pictures', 'lists'] as const) {
    const [first] = opened.filter((each) => each.home === home);
    if (first) api.getPanel(first.id)?.api.setActive();
  }
  api.getPanel('packets')?.api.setSize({ height: Math.round(api.height * 0.5) });
  const details = Math.max(api.width * 0.42, Math.min(BYTES_WIDTH, api.width * 0.46));
  api.getPanel('fields')?.api.setSize({ width: Math.round(details) });
}

/** What is pinned, is pinned to a connection of one capture, and means nothing in another. */
export function closePinned(api: DockviewApi): void {
  for (const panel of api.panels) if (panel.id.includes(':')) panel.api.close();
}

export const serialize = (api: DockviewApi, panels: readonly Panel[]): string =>
  JSON.stringify({ panels: panels.map(({ id }) => id), dock: api.toJSON() } satisfies StoredLayout);

/** @returns false where there is no stored layout that holds: it names a panel that is no more, or lacks what cannot be closed */
export function restore(api: DockviewApi, stored: string | undefined, panels: readonly Panel[]): boolean {
  if (!stored) return false;
  try {
    const { panels: known, dock } = JSON.parse(stored) as StoredLayout;
    if (known.some((id) => !panels.some((panel) => panel.id === id))) return false;
    api.fromJSON(dock);
    closePinned(api);
    const shown = api.groups.flatMap(({ activePanel }) => activePanel ?? []);
    for (const panel of panels) if (panel.isOpenAtFirst && !known.includes(panel.id)) addPanel(api, panel, panels);
    // A panel that is new in this version comes behind those that were seen.
    for (const panel of shown) panel.api.setActive();
    return panels.every(({ id, isClosable }) => isClosable || api.getPanel(id));
  } catch {
    return false;
  }
}
