import { closeActivePanel, focusNextPanel, resetWorkspace, toggleMaximized } from '../workspace';
import { type Command, hasCapture } from './command';

export const panelCommands: readonly Command[] = [
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
    id: 'view.close-panel',
    title: 'Close the panel',
    group: 'View',
    keys: ['Mod+Shift+F4'],
    isPossible: hasCapture,
    run: closeActivePanel,
  },
  {
    id: 'view.reset-panels',
    title: 'Put all panels back',
    group: 'View',
    keys: [],
    isPossible: hasCapture,
    run: resetWorkspace,
  },
];
