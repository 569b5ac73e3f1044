import { goToEnd, step } from '../navigation';
import { canGo } from '../packet-history';
import { travel, useSelection } from '../selection';
import { type Command, hasCapture, opens } from './command';

export const goCommands: readonly Command[] = [
  {
    id: 'go-to-packet',
    title: 'Go to packet…',
    group: 'Go',
    keys: ['Mod+G'],
    isPossible: hasCapture,
    run: opens('go-to-packet'),
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
