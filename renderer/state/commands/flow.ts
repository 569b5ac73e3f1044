import { useConnection } from '../connection';
import { openPanel } from '../workspace';
import { type Command, hasCapture } from './command';

export const flowCommands: readonly Command[] = [
  {
    id: 'connection.flow',
    title: 'Flow graph',
    group: 'Connection',
    keys: ['Mod+Shift+G'],
    isPossible: hasCapture,
    run: () => openPanel('flow'),
  },
  {
    id: 'connection.pin-flow',
    title: 'Flow graph in a panel of its own',
    group: 'Connection',
    keys: [],
    isPossible: () => useConnection.getState().transport === 'tcp',
    run: () => {
      const { stream } = useConnection.getState();
      openPanel('flow', { key: String(stream), title: `Flow ${stream}`, params: { stream } });
    },
  },
];
