import { formatCount } from '../format/quantity';
import { bridge } from './bridge';
import { captureId } from './capture';
import { openDialog } from './dialogs';
import { attempt } from './notices';
import { useSelection } from './selection';
import { noteChange } from './undo';

const selected = (): readonly number[] => useSelection.getState().packets;

/** Marks the selected packets; takes the marks away where all of them have one. */
export function toggleMarks(): void {
  const numbers = selected();
  if (numbers.length === 0) return;
  attempt('The mark was not set', async () => {
    const marked = new Set(await bridge().packets.marked(captureId()));
    const on = !numbers.every((number) => marked.has(number));
    await mark(on ? numbers.filter((number) => !marked.has(number)) : numbers, on);
  });
}

export function clearMarks(): void {
  attempt('The marks were not removed', async () => {
    await mark(await bridge().packets.marked(captureId()), false);
  });
}

async function mark(numbers: readonly number[], on: boolean): Promise<void> {
  const set = (value: boolean) => bridge().packets.mark(captureId(), numbers, value);
  await set(on);
  const packets = numbers.length === 1 ? `packet ${numbers[0]}` : `${formatCount(numbers.length)} packets`;
  noteChange({ title: `${packets} ${on ? 'marked' : 'unmarked'}`, undo: () => set(!on), redo: () => set(on) });
}

/** Counts time from the shown packet on; a second time takes that back. */
export function toggleTimeReference(): void {
  const { packet, detail } = useSelection.getState();
  if (packet === 0) return;
  attempt('The time reference was not set', async () => {
    const row = detail?.number === packet ? detail.row : (await bridge().packets.detail(captureId(), packet)).row;
    const on = !row.timeReference;
    const set = (value: boolean) => bridge().packets.timeReference(captureId(), packet, value);
    await set(on);
    const title = `packet ${packet} ${on ? 'set' : 'unset'} as time reference`;
    noteChange({ title, undo: () => set(!on), redo: () => set(on) });
  });
}

/** Gives a packet other comments; an empty list removes them. */
export async function comment(packet: number, before: readonly string[], after: readonly string[]): Promise<void> {
  const set = (comments: readonly string[]) => bridge().packets.comment(captureId(), packet, comments);
  await set(after);
  if (before.length === 0 && after.length === 0) return;
  const kind = after.length === 0 ? 'removed from' : before.length === 0 ? 'added to' : 'changed at';
  noteChange({ title: `comment ${kind} packet ${packet}`, undo: () => set(before), redo: () => set(after) });
}

export function editComment(): void {
  const { packet } = useSelection.getState();
  if (packet > 0) openDialog({ kind: 'comment', packet });
}
