import type { SaveFormat } from '../../preload/contract/files';
import { bridge } from './bridge';
import { closeCapture, openCapture, useCapture } from './capture';
import { ask } from './dialogs';
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

/** @returns whether the open capture may go: nothing is unsaved, or the user saved it or gave it up */
async function mayLeave(): Promise<boolean> {
  if (!hasUnsaved(useCapture.getState().capture)) return true;
  const answer = await ask<'save' | 'discard' | 'cancel'>('unsaved', (give) => ({ kind: 'unsaved', answer: give }));
  if (answer === 'save') return save(chooseSave);
  return answer === 'discard';
}

/** Opens a file, after asking about what is unsaved. */
export async function openFile(path: string): Promise<void> {
  if (await mayLeave()) await openCapture(path);
}

export async function openByDialog(): Promise<void> {
  const path = await chooseOpen();
  if (path) await openFile(path);
}

export async function closeFile(): Promise<void> {
  if (await mayLeave()) await closeCapture();
}
