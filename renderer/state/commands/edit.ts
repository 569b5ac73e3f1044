import { clearMarks, editComment, toggleMarks, toggleTimeReference } from '../annotations';
import { useCapture } from '../capture';
import { copyRows } from '../copying';
import type { Keys } from '../keys';
import { isTyping } from '../typing';
import { redo, undo, useChanges } from '../undo';
import { type Command, hasPacket } from './command';

/** A browser keeps the first key for its own tabs; the second one works in both shells. */
const TIME_REFERENCE: readonly Keys[] = ['Mod+T', 'Alt+T'];

/** A menu's Undo is about the text that is being written, where one is. */
const isWriting = () => isTyping(document.activeElement);

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    title: 'Undo',
    group: 'Edit',
    keys: ['Mod+Z'],
    isPossible: () => isWriting() || useChanges.getState().done.length > 0,
    run: () => (isWriting() ? document.execCommand('undo') : undo()),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    keys: ['Mod+Shift+Z'],
    isPossible: () => isWriting() || useChanges.getState().undone.length > 0,
    run: () => (isWriting() ? document.execCommand('redo') : redo()),
  },
  {
    id: 'mark',
    title: 'Mark or unmark',
    group: 'Edit',
    keys: ['Mod+M'],
    isPossible: hasPacket,
    run: toggleMarks,
  },
  {
    id: 'edit.clear-marks',
    title: 'Unmark all packets',
    group: 'Edit',
    keys: ['Mod+Alt+M'],
    isPossible: () => (useCapture.getState().capture?.marked ?? 0) > 0,
    run: clearMarks,
  },
  {
    id: 'comment',
    title: 'Packet comment…',
    group: 'Edit',
    keys: ['Mod+Alt+C'],
    isPossible: hasPacket,
    run: editComment,
  },
  {
    id: 'time-reference',
    title: 'Set or unset time reference',
    group: 'Edit',
    keys: TIME_REFERENCE,
    isPossible: hasPacket,
    run: toggleTimeReference,
  },
  {
    id: 'edit.copy-text',
    title: 'Copy packets as text',
    group: 'Edit',
    keys: ['Mod+Shift+C'],
    isPossible: hasPacket,
    run: () => copyRows('text'),
  },
  {
    id: 'edit.copy-csv',
    title: 'Copy packets as CSV',
    group: 'Edit',
    keys: [],
    isPossible: hasPacket,
    run: () => copyRows('csv'),
  },
];
