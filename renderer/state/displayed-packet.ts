import { positionOf, rowAtPosition } from './rows';
import { selectPacket, useSelection } from './selection';
import { useView } from './view';

/**
 * Keeps the shown packet among the displayed ones: where a filter leaves it out, the nearest before it that passes is shown,
 * else the first that does.
 */
export function listenToDisplayed(): void {
  /** A view whose first row was not yet there when it came. */
  let settled = 0;
  useView.subscribe((view) => {
    if (view.id === 0) settled = 0;
    if (view.id === 0 || view.id === settled || view.rows === 0) return;
    settled = view.id;
    if (view.sort === null) void settle(view.id).catch(() => undefined);
  });
}

async function settle(view: number): Promise<void> {
  const { packet } = useSelection.getState();
  const position = packet > 0 ? await positionOf(packet) : 0;
  const row = useView.getState().id === view ? await rowAtPosition(Math.max(0, position)) : null;
  if (!row || useView.getState().id !== view || useSelection.getState().packet !== packet) return;
  if (row.number !== packet) selectPacket(row.number, 'unasked');
}
