import type { Towards } from '../panel-moves';
import {
  closeActivePanel,
  focusNextPanel,
  moveActivePanel,
  resetWorkspace,
  sizeActivePanel,
  toggleMaximized,
} from '../workspace';
import { type Command, hasCapture } from './command';

const ARROWS = { left: 'ArrowLeft', right: 'ArrowRight', up: 'ArrowUp', down: 'ArrowDown' } as const;

const moves = (['left', 'right', 'up', 'down'] as const).map(
  (towards): Command => ({
    id: `view.move-panel-${towards}`,
    title: `Move the panel ${towards}`,
    group: 'Panels',
    keys: [`Alt+Shift+${ARROWS[towards]}`],
    isPossible: hasCapture,
    run: () => moveActivePanel(towards),
  }),
);

const SIZES: readonly (readonly [Towards, string])[] = [
  ['right', 'wider'],
  ['left', 'narrower'],
  ['down', 'taller'],
  ['up', 'lower'],
];

const sizes = SIZES.map(
  ([towards, how]): Command => ({
    id: `view.size-panel-${towards}`,
    title: `Make the panel ${how}`,
    group: 'Panels',
    keys: [`Mod+Shift+${ARROWS[towards]}`],
    isPossible: hasCapture,
    run: () => sizeActivePanel(towards),
  }),
);

export const panelCommands: readonly Command[] = [
  {
    id: 'view.next-panel',
    title: 'Go to the next panel',
    group: 'Panels',
    keys: ['F6'],
    isPossible: hasCapture,
    run: () => focusNextPanel(1),
  },
  {
    id: 'view.previous-panel',
    title: 'Go to the previous panel',
    group: 'Panels',
    keys: ['Shift+F6'],
    isPossible: hasCapture,
    run: () => focusNextPanel(-1),
  },
  {
    id: 'view.maximize-panel',
    title: 'Maximize or restore the panel',
    group: 'Panels',
    keys: ['Mod+Shift+M'],
    isPossible: hasCapture,
    run: toggleMaximized,
  },
  ...moves,
  ...sizes,
  {
    id: 'view.close-panel',
    title: 'Close the panel',
    group: 'Panels',
    keys: ['Mod+Shift+F4'],
    isPossible: hasCapture,
    run: closeActivePanel,
  },
  {
    id: 'view.reset-panels',
    title: 'Put all panels back',
    group: 'Panels',
    keys: [],
    isPossible: hasCapture,
    run: resetWorkspace,
  },
];
