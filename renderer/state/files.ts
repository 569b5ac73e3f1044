import type { SaveFormat } from '../../preload/contract/files';
import { bridge } from './bridge';
import { closeCapture, openCapture, useCapture } from './capture';
import { ask, type Leaving } from './dialogs';
import { isRunning, isUnsaved, useLive } from './live/live';
import { hasUnsaved, save } from './saving';
import { useShell } from './shell';

/** Asks for a file by the system's dialog, or by the picker that stands in for it. */
export function chooseOpen(): Promise<string | null> {
  if (useShell.getState().info.nativeDialogs) return bridge().files.chooseOpen();
  return ask('file', (answer) => ({ kind: 'file', question: { kind: 'open' }, answer }));
}

export function chooseSave(suggestedName: string, format: SaveFormat): Promise<string | null> {
  if (useShell.getState().info.nativeDialogs) return bridge().files.chooseSave(suggestedName, format);
  return ask('file', (answer) => ({ kind: 'file', question: { kind: 'save', suggestedName, format }, answer }));
}

/**
 * Asks where something would be lost with the open capture, or a running one would end.
 * @returns whether it may go: nothing is unsaved, or the user saved it or gave it up
 */
export async function mayLeave(leaving: Leaving): Promise<boolean> {
  const { capture } = useCapture.getState();
  const { live } = useLive.getState();
  const isReplaced = leaving === 'restart' && live?.restartReplaces === true && live.counters.captured > 0;
  if (!hasUnsaved(capture) && !isRunning(live) && !isReplaced) {
    // A temporary file without a packet is not worth being offered again.
    if (capture && live?.unsaved) await bridge().live.discard(capture.id);
    return true;
  }
  const answer = await ask<'save' | 'discard' | 'cancel'>('unsaved', (give) => ({
    kind: 'unsaved',
    leaving,
    answer: give,
  }));
  if (answer === 'cancel' || !capture) return false;
  if (isRunning(live)) useLive.setState({ live: await bridge().live.stop(capture.id) });
  const isOurs = isUnsaved(useLive.getState().live);
  if (answer === 'save') return hasUnsaved(capture) ? save(chooseSave) : true;
  if (isOurs) await bridge().live.discard(capture.id);
  return true;
}

/** Opens a file, after asking about what is unsaved. */
export async function openFile(path: string): Promise<void> {
  if (await mayLeave('open')) await openCapture(path);
}

export async function openByDialog(): Promise<void> {
  const path = await chooseOpen();
  if (path) await openFile(path);
}

export async function closeFile(): Promise<void> {
  if (await mayLeave('close')) await closeCapture();
}
