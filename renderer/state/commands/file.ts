import { bridge } from '../bridge';
import { captureId, useCapture } from '../capture';
import { chooseSave, closeFile, openByDialog } from '../files';
import type { Keys } from '../keys';
import { attempt } from '../notices';
import { hasUnsaved, save, saveAs } from '../saving';
import { always, type Command, hasCapture, opens } from './command';

/** A browser keeps the first key for its own tabs; the second one works in both shells. */
const CLOSE: readonly Keys[] = ['Mod+W', 'Alt+W'];

export const fileCommands: readonly Command[] = [
  {
    id: 'open',
    title: 'Open a capture…',
    group: 'File',
    keys: ['Mod+O'],
    isPossible: always,
    run: () => attempt('The file could not be chosen', openByDialog),
  },
  {
    id: 'save',
    title: 'Save',
    group: 'File',
    keys: ['Mod+S'],
    isPossible: () => hasUnsaved(useCapture.getState().capture),
    run: () => attempt('The capture was not saved', () => save(chooseSave)),
  },
  {
    id: 'save-as',
    title: 'Save as…',
    group: 'File',
    keys: ['Mod+Shift+S'],
    isPossible: hasCapture,
    run: () => attempt('The capture was not saved', () => saveAs(chooseSave)),
  },
  {
    id: 'export',
    title: 'Export packets…',
    group: 'File',
    keys: ['Mod+Shift+E'],
    isPossible: hasCapture,
    run: opens('export'),
  },
  {
    id: 'reload',
    title: 'Reload the file',
    group: 'File',
    keys: ['Mod+R'],
    isPossible: hasCapture,
    run: () => attempt('The file could not be read again', () => bridge().captures.reload(captureId())),
  },
  {
    id: 'close',
    title: 'Close the capture',
    group: 'File',
    keys: CLOSE,
    isPossible: () => hasCapture() || useCapture.getState().failure !== null,
    run: () => attempt('The capture could not be closed', closeFile),
  },
];
