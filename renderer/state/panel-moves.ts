import type { DockviewApi, DockviewGroupPanel } from 'dockview-react';

/** Where a panel goes, or which way it grows or gives way. */
export type Towards = 'left' | 'right' | 'up' | 'down';

/** Pixels by which a key widens or narrows. */
const STEP = 48;

const SIDES = { left: 'left', right: 'right', up: 'top', down: 'bottom' } as const;
const DIRECTIONS = { left: 'left', right: 'right', up: 'above', down: 'below' } as const;

const boxOf = (group: DockviewGroupPanel) => group.element.getBoundingClientRect();

/** How far a box lies from another one on a side of it, where they face one another; else infinite. */
function distance(from: DOMRect, to: DOMRect, towards: Towards): number {
  const isSideways = towards === 'left' || towards === 'right';
  const faces = isSideways
    ? to.top < from.bottom && to.bottom > from.top
    : to.left < from.right && to.right > from.left;
  const gap = {
    left: from.left - to.right,
    right: to.left - from.right,
    up: from.top - to.bottom,
    down: to.top - from.bottom,
  }[towards];
  // Borders may overlap by a pixel.
  return faces && gap > -4 ? gap : Number.POSITIVE_INFINITY;
}

function neighbor(dock: DockviewApi, group: DockviewGroupPanel, towards: Towards): DockviewGroupPanel | null {
  const from = boxOf(group);
  const others = dock.groups
    .filter((each) => each !== group && each.api.isVisible)
    .map((each) => ({ each, gap: distance(from, boxOf(each), towards) }))
    .filter(({ gap }) => Number.isFinite(gap))
    .sort((one, other) => one.gap - other.gap);
  return others[0]?.each ?? null;
}

/**
 * Moves the active panel one place on: out of its tabs to their side; alone in its place, as a tab to those beside it, or, where
 * there is nothing beside it, along the whole edge.
 */
export function movePanel(dock: DockviewApi, towards: Towards): void {
  const panel = dock.activePanel;
  if (!panel) return;
  if (dock.hasMaximizedGroup()) dock.exitMaximizedGroup();
  const { group } = panel;
  if (group.panels.length > 1) panel.api.moveTo({ group, position: SIDES[towards] });
  else {
    const beside = neighbor(dock, group, towards);
    if (beside) panel.api.moveTo({ group: beside, position: 'center' });
    else if (dock.groups.length > 1) panel.api.moveTo({ group: dock.addGroup({ direction: DIRECTIONS[towards] }) });
  }
  panel.api.setActive();
}

/** Makes the active panel wider (`right`), narrower (`left`), taller (`down`) or lower (`up`). */
export function sizePanel(dock: DockviewApi, towards: Towards): void {
  const group = dock.activeGroup;
  if (!group || dock.hasMaximizedGroup()) return;
  const { width, height } = boxOf(group);
  const by = towards === 'right' || towards === 'down' ? STEP : -STEP;
  group.api.setSize(towards === 'left' || towards === 'right' ? { width: width + by } : { height: height + by });
}
