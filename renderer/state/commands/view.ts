import { spotlight } from '@mantine/spotlight';
import { collapseAll, expandAll } from '../field-focus';
import { attempt } from '../notices';
import { changeSettings, useSettings } from '../settings';
import { toggleTheme } from '../theme';
import { sortBy, useView } from '../view';
import { always, type Command, hasPacket, opens } from './command';

export const viewCommands: readonly Command[] = [
  {
    id: 'palette',
    title: 'Command palette',
    group: 'View',
    keys: ['Mod+K'],
    isPossible: always,
    run: () => spotlight.open(),
  },
  {
    id: 'columns',
    title: 'Columns…',
    group: 'View',
    keys: ['Mod+Shift+L'],
    isPossible: always,
    run: opens('columns'),
  },
  {
    id: 'view.file-order',
    title: 'Order packets as in the file',
    group: 'View',
    keys: [],
    isPossible: () => useView.getState().sort !== null,
    run: () => attempt('The packets could not be ordered', () => sortBy(null)),
  },
  {
    id: 'view.expand-all',
    title: 'Expand all fields',
    group: 'View',
    keys: ['Mod+ArrowRight'],
    isPossible: hasPacket,
    run: expandAll,
  },
  {
    id: 'view.collapse-all',
    title: 'Collapse all fields',
    group: 'View',
    keys: ['Mod+ArrowLeft'],
    isPossible: hasPacket,
    run: collapseAll,
  },
  {
    id: 'toggle-theme',
    title: 'Switch between dark and light',
    group: 'View',
    keys: ['Mod+Shift+D'],
    isPossible: always,
    run: toggleTheme,
  },
  {
    id: 'view.utc',
    title: 'Show times in UTC',
    group: 'View',
    keys: [],
    isOn: () => useSettings.getState().utc,
    isPossible: always,
    run: () => changeSettings({ utc: !useSettings.getState().utc }),
  },
];
