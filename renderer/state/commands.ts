import { spotlight } from '@mantine/spotlight';
import type { Command as ShellCommand } from '../../preload/contract/shell';
import { clearMarks, editComment, toggleMarks, toggleTimeReference } from './annotations';
import { bridge } from './bridge';
import { captureId, useCapture } from './capture';
import { copyRows } from './copying';
import { type Dialog, openDialog } from './dialogs';
import { collapseAll, expandAll } from './field-focus';
import { chooseSave, closeFile, openByDialog } from './files';
import { clearFilter, focusFilterBar, limitTime, takeTerm } from './filter';
import { conversationTerms } from './filter-terms';
import type { Keys } from './keys';
import { goToEnd, step } from './navigation';
import { attempt } from './notices';
import { canGo } from './packet-history';
import { hasUnsaved, save, saveAs } from './saving';
import { travel, useSelection } from './selection';
import { changeSettings, useSettings } from './settings';
import { toggleTheme } from './theme';
import { sortBy, useView } from './view';
import { focusNextPanel, resetWorkspace, toggleMaximized } from './workspace';

/** Something the user can do from the palette, by keys, from a menu. */
export interface Command {
  readonly id: ShellCommand | `view.${string}` | `edit.${string}` | `go.${string}` | `capture.${string}`;
  readonly title: string;
  readonly group: 'File' | 'Edit' | 'Go' | 'View' | 'Capture' | 'Help';
  readonly keys: readonly Keys[];
  /** False where there is nothing to do it to. */
  readonly isPossible: () => boolean;
  readonly run: () => void;
}

const always = () => true;
const hasCapture = () => useCapture.getState().capture !== null;
const hasPacket = () => hasCapture() && useSelection.getState().packet > 0;
const dialog = (kind: Extract<Dialog, { kind: string }>['kind']) => () => openDialog({ kind } as Dialog);

/** A browser keeps these keys for its own tabs; the second ones work in both shells. */
const CLOSE: readonly Keys[] = ['Mod+W', 'Alt+W'];
const TIME_REFERENCE: readonly Keys[] = ['Mod+T', 'Alt+T'];

const file: readonly Command[] = [
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
    run: dialog('export'),
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

const edit: readonly Command[] = [
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

const goes: readonly Command[] = [
  {
    id: 'go-to-packet',
    title: 'Go to packet…',
    group: 'Go',
    keys: ['Mod+G'],
    isPossible: hasCapture,
    run: dialog('go-to-packet'),
  },
  {
    id: 'go.next',
    title: 'Next packet',
    group: 'Go',
    keys: ['Mod+ArrowDown', 'F8'],
    isPossible: hasCapture,
    run: () => step(1),
  },
  {
    id: 'go.previous',
    title: 'Previous packet',
    group: 'Go',
    keys: ['Mod+ArrowUp', 'F7'],
    isPossible: hasCapture,
    run: () => step(-1),
  },
  {
    id: 'go.first',
    title: 'First packet',
    group: 'Go',
    keys: ['Mod+Home'],
    isPossible: hasCapture,
    run: () => goToEnd('first'),
  },
  {
    id: 'go.last',
    title: 'Last packet',
    group: 'Go',
    keys: ['Mod+End'],
    isPossible: hasCapture,
    run: () => goToEnd('last'),
  },
  {
    id: 'previous-in-history',
    title: 'Back in history',
    group: 'Go',
    keys: ['Alt+ArrowLeft'],
    isPossible: () => canGo(useSelection.getState().history, -1),
    run: () => travel(-1),
  },
  {
    id: 'next-in-history',
    title: 'Forward in history',
    group: 'Go',
    keys: ['Alt+ArrowRight'],
    isPossible: () => canGo(useSelection.getState().history, 1),
    run: () => travel(1),
  },
];

/** Only the packets of the shown packet's connection; without one, of its two addresses. */
function filterConversation(): void {
  const { detail } = useSelection.getState();
  const closest = detail ? conversationTerms(detail)[0] : undefined;
  if (closest) takeTerm(closest.filter, 'selected', true);
}

const filters: readonly Command[] = [
  {
    id: 'view.filter',
    title: 'Write a display filter',
    group: 'View',
    keys: ['/', 'Mod+/', 'Mod+L'],
    isPossible: hasCapture,
    run: focusFilterBar,
  },
  {
    id: 'view.filter-conversation',
    title: "Show only this packet's conversation",
    group: 'View',
    keys: [],
    isPossible: hasPacket,
    run: filterConversation,
  },
  {
    id: 'view.clear-filter',
    title: 'Clear the display filter',
    group: 'View',
    keys: ['Mod+Shift+X'],
    isPossible: () => useView.getState().filter !== '',
    run: clearFilter,
  },
  {
    id: 'view.all-times',
    title: 'Show packets of all times',
    group: 'View',
    keys: [],
    isPossible: () => useView.getState().timeRange !== null,
    run: () => limitTime(null),
  },
];

const view: readonly Command[] = [
  ...filters,
  {
    id: 'palette',
    title: 'Command palette',
    group: 'View',
    keys: ['Mod+K'],
    isPossible: always,
    run: () => spotlight.open(),
  },
  {
    id: 'columns',
    title: 'Columns…',
    group: 'View',
    keys: ['Mod+Shift+L'],
    isPossible: always,
    run: dialog('columns'),
  },
  {
    id: 'view.file-order',
    title: 'Order packets as in the file',
    group: 'View',
    keys: [],
    isPossible: () => useView.getState().sort !== null,
    run: () => attempt('The packets could not be ordered', () => sortBy(null)),
  },
  {
    id: 'view.expand-all',
    title: 'Expand all fields',
    group: 'View',
    keys: ['Mod+ArrowRight'],
    isPossible: hasPacket,
    run: expandAll,
  },
  {
    id: 'view.collapse-all',
    title: 'Collapse all fields',
    group: 'View',
    keys: ['Mod+ArrowLeft'],
    isPossible: hasPacket,
    run: collapseAll,
  },
  {
    id: 'view.next-panel',
    title: 'Go to the next panel',
    group: 'View',
    keys: ['F6'],
    isPossible: hasCapture,
    run: () => focusNextPanel(1),
  },
  {
    id: 'view.previous-panel',
    title: 'Go to the previous panel',
    group: 'View',
    keys: ['Shift+F6'],
    isPossible: hasCapture,
    run: () => focusNextPanel(-1),
  },
  {
    id: 'view.maximize-panel',
    title: 'Maximize or restore the panel',
    group: 'View',
    keys: ['Mod+Shift+M'],
    isPossible: hasCapture,
    run: toggleMaximized,
  },
  {
    id: 'view.reset-panels',
    title: 'Put all panels back',
    group: 'View',
    keys: [],
    isPossible: hasCapture,
    run: resetWorkspace,
  },
  {
    id: 'toggle-theme',
    title: 'Switch between dark and light',
    group: 'View',
    keys: ['Mod+Shift+D'],
    isPossible: always,
    run: toggleTheme,
  },
  {
    id: 'view.utc',
    title: 'Show times in UTC or local time',
    group: 'View',
    keys: [],
    isPossible: always,
    run: () => changeSettings({ utc: !useSettings.getState().utc }),
  },
];

const captures: readonly Command[] = [
  {
    id: 'properties',
    title: 'Capture properties',
    group: 'Capture',
    keys: ['Mod+Alt+Shift+C'],
    isPossible: hasCapture,
    run: dialog('properties'),
  },
  {
    id: 'decode-as',
    title: 'Decode as…',
    group: 'Capture',
    keys: ['Mod+Shift+U'],
    isPossible: hasCapture,
    run: dialog('decode-as'),
  },
  {
    id: 'capture.comments',
    title: 'All packet comments',
    group: 'Capture',
    keys: [],
    isPossible: () => (useCapture.getState().capture?.commented ?? 0) > 0,
    run: dialog('comments'),
  },
  {
    id: 'capture.follow',
    title: 'Follow the file while it grows, or stop',
    group: 'Capture',
    keys: [],
    isPossible: () => ['ready', 'following'].includes(useCapture.getState().capture?.phase ?? ''),
    run: () =>
      attempt('The file cannot be followed', () =>
        bridge().captures.follow(captureId(), useCapture.getState().capture?.phase !== 'following'),
      ),
  },
  {
    id: 'capture.checksums',
    title: 'Verify checksums, or stop',
    group: 'Capture',
    keys: [],
    isPossible: always,
    run: toggleChecksums,
  },
  {
    id: 'capture.verdicts',
    title: "Show Wireshark's verdicts, or Wirestate's own",
    group: 'Capture',
    keys: [],
    isPossible: always,
    run: toggleVerdicts,
  },
];

const help: readonly Command[] = [
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    keys: ['?'],
    isPossible: always,
    run: dialog('shortcuts'),
  },
  { id: 'about', title: 'About Wirestate', group: 'Help', keys: [], isPossible: always, run: dialog('about') },
];

function toggleVerdicts(): void {
  const verdicts = useSettings.getState().verdicts === 'wirestate' ? 'wireshark' : 'wirestate';
  changeSettings({ verdicts });
  if (hasCapture()) {
    attempt('The verdicts were not changed', () => bridge().captures.setVerdictSource(captureId(), verdicts));
  }
}

function toggleChecksums(): void {
  const on = !useSettings.getState().verifyChecksums;
  changeSettings({ verifyChecksums: on });
  if (hasCapture()) {
    attempt('The checksums were not verified', () => bridge().captures.setVerifyChecksums(captureId(), on));
  }
}

export const commands: readonly Command[] = [...file, ...edit, ...goes, ...view, ...captures, ...help];

/** @returns whether there was such a command and it could run */
export function runCommand(id: string): boolean {
  const command = commands.find((each) => each.id === id);
  if (!command?.isPossible()) return false;
  command.run();
  return true;
}

/** Menus and keys of the system reach the window as commands. */
export function listenToCommands(): void {
  bridge().on('command', ({ command }) => runCommand(command));
}
