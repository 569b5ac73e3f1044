import { bridge } from './bridge';
import { captureId } from './capture';
import { openDialog } from './dialogs';
import { attempt } from './notices';
import { useSelection } from './selection';

const selected = (): readonly number[] => useSelection.getState().packets;

/** Marks the selected packets; takes the marks away where all of them have one. */
export function toggleMarks(): void {
  const numbers = selected();
  if (numbers.length === 0) return;
  attempt('The mark was not set', async () => {
    const marked = new Set(await bridge().packets.marked(captureId()));
    await bridge().packets.mark(captureId(), numbers, !numbers.every((number) => marked.has(number)));
  });
}

export function clearMarks(): void {
  attempt('The marks were not removed', async () => {
    await bridge().packets.mark(captureId(), await bridge().packets.marked(captureId()), false);
  });
}

/** Counts time from the shown packet on; a second time takes that back. */
export function toggleTimeReference(): void {
  const { packet, detail } = useSelection.getState();
  if (packet === 0) return;
  attempt('The time reference was not set', async () => {
    const row = detail?.number === packet ? detail.row : (await bridge().packets.detail(captureId(), packet)).row;
    await bridge().packets.timeReference(captureId(), packet, !row.timeReference);
  });
}

export function editComment(): void {
  const { packet } = useSelection.getState();
  if (packet > 0) openDialog({ kind: 'comment', packet });
}
