import { followStream, selectedStream, stepStream } from '../stream';
import { openPanel } from '../workspace';
import { type Command, hasCapture } from './command';

export const streamCommands: readonly Command[] = [
  {
    id: 'connection.follow',
    title: 'Follow stream',
    group: 'Connection',
    keys: ['Mod+Alt+Shift+T'],
    isPossible: () => hasCapture() && selectedStream() !== null,
    run: () => {
      const name = selectedStream();
      if (name) followStream(name);
    },
  },
  {
    id: 'connection.show-stream',
    title: 'Show the stream without a filter',
    group: 'Connection',
    keys: [],
    isPossible: hasCapture,
    run: () => openPanel('stream'),
  },
  {
    id: 'connection.next-stream',
    title: 'Next stream',
    group: 'Connection',
    keys: [],
    isPossible: () => hasCapture() && selectedStream() !== null,
    run: () => stepStream(1),
  },
  {
    id: 'connection.previous-stream',
    title: 'Previous stream',
    group: 'Connection',
    keys: [],
    isPossible: () => hasCapture() && selectedStream() !== null,
    run: () => stepStream(-1),
  },
];
