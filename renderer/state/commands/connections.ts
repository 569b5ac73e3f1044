import { compareWith } from '../comparison';
import { useConnection } from '../connection';
import { openPanel } from '../workspace';
import { type Command, hasCapture } from './command';

export const connectionCommands: readonly Command[] = [
  {
    id: 'connection.list',
    title: 'List the connections',
    group: 'Connection',
    keys: ['Mod+Alt+K'],
    isPossible: hasCapture,
    run: () => openPanel('connections'),
  },
  {
    id: 'connection.compare',
    title: 'Compare this connection with another…',
    group: 'Connection',
    keys: [],
    isPossible: () => hasCapture() && useConnection.getState().transport === 'tcp',
    run: () => compareWith(useConnection.getState().stream),
  },
];
