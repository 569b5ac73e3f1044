import { useConnection } from '../connection';
import { openPanel } from '../workspace';
import { type Command, hasCapture } from './command';

const hasConnection = () => hasCapture() && useConnection.getState().transport === 'tcp';

export const graphCommands: readonly Command[] = [
  {
    id: 'connection.graphs',
    title: 'Graphs of the connection',
    group: 'Connection',
    keys: [],
    isPossible: hasConnection,
    run: () => openPanel('graphs'),
  },
  {
    id: 'connection.pin-graphs',
    title: 'Graphs of the connection in a panel of their own',
    group: 'Connection',
    keys: [],
    isPossible: hasConnection,
    run: () => {
      const { stream } = useConnection.getState();
      openPanel('graphs', { key: String(stream), title: `Graphs ${stream}`, params: { stream } });
    },
  },
  {
    id: 'view.statistics',
    title: 'I/O and statistics',
    group: 'View',
    keys: [],
    isPossible: hasCapture,
    run: () => openPanel('statistics'),
  },
];
