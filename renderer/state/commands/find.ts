import { findStep, openFind } from '../find';
import { type Command, hasCapture } from './command';

/** A browser keeps Ctrl+N for its own windows: there the other key leads on. */
export const findCommands: readonly Command[] = [
  {
    id: 'find',
    title: 'Find packet…',
    group: 'Edit',
    keys: ['Mod+F'],
    isPossible: hasCapture,
    run: openFind,
  },
  {
    id: 'find-next',
    title: 'Find next',
    group: 'Edit',
    keys: ['F3', 'Mod+N'],
    isPossible: hasCapture,
    run: () => void findStep('next'),
  },
  {
    id: 'find-previous',
    title: 'Find previous',
    group: 'Edit',
    keys: ['Shift+F3', 'Mod+B'],
    isPossible: hasCapture,
    run: () => void findStep('previous'),
  },
];
