import { useConnection } from '../connection';
import { openPanel } from '../workspace';
import { type Command, hasCapture } from './command';

const hasConnection = () => hasCapture() && useConnection.getState().transport === 'tcp';

/** Opens graphs that stay with a connection whatever is selected: of two, side by side. */
export const pinGraphs = (stream: number): void =>
  openPanel('graphs', { key: String(stream), title: `Graphs ${stream}`, params: { stream } });

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
    run: () => pinGraphs(useConnection.getState().stream),
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
