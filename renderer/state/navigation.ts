import { useCapture } from './capture';
import { attempt, tell } from './notices';
import { positionOf, rowAtPosition, rowPages } from './rows';
import { type Arrival, selectPacket, useSelection } from './selection';
import { useView } from './view';

async function selectPosition(position: number, arrival: Arrival): Promise<void> {
  const row = await rowAtPosition(position);
  if (row) selectPacket(row.number, arrival);
}

/** Moves along the displayed rows, stopping at either end. */
export function step(by: number): void {
  const { rows } = useView.getState();
  if (rows === 0) return;
  const { packet } = useSelection.getState();
  attempt('The packet could not be shown', async () => {
    const from = packet === 0 ? -1 : await positionOf(packet);
    await selectPosition(Math.min(rows - 1, Math.max(0, from + by)), 'step');
  });
}

export function goToEnd(end: 'first' | 'last'): void {
  const { rows } = useView.getState();
  if (rows === 0) return;
  attempt('The packet could not be shown', () => selectPosition(end === 'first' ? 0 : rows - 1, 'jump'));
}

/** Jumps to a packet by number; says so where the present view does not display it. */
export function goToPacket(packet: number): void {
  attempt(`Packet ${packet} could not be shown`, async () => {
    const row = await rowAtPosition(await positionOf(packet));
    if (row && row.number !== packet) tell(`Packet ${packet} is not displayed; its fields and bytes are shown.`);
    selectPacket(packet, 'jump');
  });
}

/** Jumps to the first packet captured at or after a time, by halving the file's own order. */
export async function packetAtTime(seconds: number, nanoseconds: number): Promise<number> {
  let low = 0;
  let high = (useCapture.getState().capture?.packets ?? 1) - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const page = await rowPages.get({ view: 0, start: middle, count: 1, custom: [] });
    const row = page.rows[0];
    if (!row) return low + 1;
    const isEarlier = row.seconds < seconds || (row.seconds === seconds && row.nanoseconds < nanoseconds);
    if (isEarlier) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
