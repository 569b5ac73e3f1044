import { always, type Command, opens } from './command';

export const helpCommands: readonly Command[] = [
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    keys: ['?'],
    isPossible: always,
    run: opens('shortcuts'),
  },
  { id: 'about', title: 'About Wirestate', group: 'Help', keys: [], isPossible: always, run: opens('about') },
];
