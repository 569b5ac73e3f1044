import { useCapture } from '../capture';
import { openDialog } from '../dialogs';
import { restartCapture, toggleCapture } from '../live/control';
import { isRunning, useLive } from '../live/live';
import { always, type Command } from './command';

const isLive = () => useCapture.getState().capture !== null && useLive.getState().live !== null;

/** Wireshark's key starts and stops; its keys for the other two are taken by the palette and by reloading. */
export const liveCommands: readonly Command[] = [
  {
    id: 'toggle-capture',
    title: 'Start or stop capturing',
    group: 'Capture',
    keys: ['Mod+E'],
    isPossible: always,
    run: toggleCapture,
  },
  {
    id: 'restart-capture',
    title: 'Restart the capture',
    group: 'Capture',
    keys: ['Mod+Shift+R'],
    isPossible: isLive,
    run: restartCapture,
  },
  {
    id: 'capture-options',
    title: 'Capture options…',
    group: 'Capture',
    keys: ['Mod+Shift+K'],
    isPossible: () => !isRunning(useLive.getState().live),
    run: () => openDialog({ kind: 'capture' }),
  },
  {
    id: 'capture-permissions',
    title: 'What capturing needs…',
    group: 'Capture',
    keys: [],
    isPossible: always,
    run: () => openDialog({ kind: 'capture', tab: 'permissions' }),
  },
];
