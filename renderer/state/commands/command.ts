import type { Command as ShellCommand } from '../../../preload/contract/shell';
import { useCapture } from '../capture';
import { type Dialog, openDialog } from '../dialogs';
import type { Keys } from '../keys';
import { useSelection } from '../selection';

/** The groups of the window's menu, in their order. */
export const groups = ['File', 'Edit', 'View', 'Panels', 'Go', 'Filter', 'Capture', 'Connection', 'Help'] as const;

/** Something the user can do from the palette, by keys, from a menu. */
export interface Command {
  readonly id: ShellCommand | `${'view' | 'edit' | 'go' | 'capture' | 'connection'}.${string}`;
  readonly title: string;
  readonly group: (typeof groups)[number];
  readonly keys: readonly Keys[];
  /** Left out of the menu and of the list of keys: one of its kind stands there for all. */
  readonly isUnlisted?: boolean;
  /** Of what is switched on and off: whether it is on. */
  readonly isOn?: () => boolean;
  /** False where there is nothing to do it to. */
  readonly isPossible: () => boolean;
  readonly run: () => void;
}

export const always = () => true;
export const hasCapture = () => useCapture.getState().capture !== null;
export const hasPacket = () => hasCapture() && useSelection.getState().packet > 0;
export const opens = (kind: Extract<Dialog, { kind: string }>['kind']) => () => openDialog({ kind } as Dialog);
