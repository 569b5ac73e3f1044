import type { MenuItemConstructorOptions } from 'electron';
import type { RecentFile } from '../../preload/contract/files';
import type { Command } from '../../preload/contract/shell';

export interface MenuActions {
  command(command: Command): void;
  newWindow(): void;
  openRecent(path: string): void;
  clearRecent(): void;
  openPage(address: string): void;
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };

/** The application menu. Keys are Wireshark's where it has them. */
export function menuTemplate(platform: NodeJS.Platform, recent: readonly RecentFile[], actions: MenuActions): Item[] {
  const item = (label: string, command: Command, accelerator?: string): Item => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => actions.command(command),
  });
  const mac = platform === 'darwin';
  return [
    ...(mac ? [appMenu(item)] : []),
    { label: '&File', submenu: fileMenu(item, mac, recent, actions) },
    { label: '&Edit', submenu: editMenu(item) },
    { label: '&View', submenu: viewMenu(item) },
    { label: '&Go', submenu: goMenu(item, mac) },
    { label: '&Capture', submenu: captureMenu(item) },
    { label: '&Analyze', submenu: [item('Decode As…', 'decode-as', 'CmdOrCtrl+Shift+U')] },
    { role: 'windowMenu' },
    { role: 'help', label: '&Help', submenu: helpMenu(item, mac, actions) },
  ];
}

type MakeItem = (label: string, command: Command, accelerator?: string) => Item;

function appMenu(item: MakeItem): Item {
  return {
    label: 'Wirestate',
    submenu: [
      item('About Wirestate', 'about'),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function fileMenu(item: MakeItem, mac: boolean, recent: readonly RecentFile[], actions: MenuActions): Item[] {
  return [
    { id: 'new-window', label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
    item('&Open…', 'open', 'CmdOrCtrl+O'),
    { id: 'open-recent', label: 'Open &Recent', submenu: recentMenu(recent, actions) },
    separator,
    item('&Save', 'save', 'CmdOrCtrl+S'),
    item('Save &As…', 'save-as', 'CmdOrCtrl+Shift+S'),
    item('&Export Packets…', 'export', 'CmdOrCtrl+Shift+E'),
    separator,
    item('Capture File &Properties', 'properties', 'CmdOrCtrl+Alt+Shift+C'),
    separator,
    item('&Close Capture', 'close', 'CmdOrCtrl+W'),
    { role: 'close', label: 'Close Window', accelerator: 'CmdOrCtrl+Shift+W' },
    ...(mac ? [] : [separator, { role: 'quit', accelerator: 'CmdOrCtrl+Q' } satisfies Item]),
  ];
}

function recentMenu(recent: readonly RecentFile[], actions: MenuActions): Item[] {
  const present = recent.filter(({ missing }) => !missing);
  return [
    ...present.map(({ path }): Item => ({ label: path.replaceAll('&', '&&'), click: () => actions.openRecent(path) })),
    ...(present.length > 0 ? [separator] : []),
    { id: 'clear-recent', label: 'Clear List', enabled: present.length > 0, click: () => actions.clearRecent() },
  ];
}

function editMenu(item: MakeItem): Item[] {
  return [
    item('&Undo', 'undo', 'CmdOrCtrl+Z'),
    item('&Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
    separator,
    item('&Find Packet…', 'find', 'CmdOrCtrl+F'),
    item('Find Ne&xt', 'find-next', 'CmdOrCtrl+N'),
    item('Find Pre&vious', 'find-previous', 'CmdOrCtrl+B'),
    separator,
    item('&Mark/Unmark Packets', 'mark', 'CmdOrCtrl+M'),
    item('Set/Unset &Time Reference', 'time-reference', 'CmdOrCtrl+T'),
    item('Packet &Comment…', 'comment', 'CmdOrCtrl+Alt+C'),
  ];
}

function viewMenu(item: MakeItem): Item[] {
  return [
    item('Command &Palette', 'palette', 'CmdOrCtrl+K'),
    item('&Columns…', 'columns'),
    item('Dark or &Light', 'toggle-theme'),
    separator,
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'resetZoom' },
    { role: 'togglefullscreen' },
    separator,
    item('&Reload Capture', 'reload', 'CmdOrCtrl+R'),
  ];
}

function goMenu(item: MakeItem, mac: boolean): Item[] {
  // Option with an arrow moves by words on macOS.
  const modifier = mac ? 'Cmd+Alt' : 'Alt';
  return [
    item('&Back', 'previous-in-history', `${modifier}+Left`),
    item('&Forward', 'next-in-history', `${modifier}+Right`),
    separator,
    item('&Go to Packet…', 'go-to-packet', 'CmdOrCtrl+G'),
  ];
}

function captureMenu(item: MakeItem): Item[] {
  return [
    item('&Options…', 'capture-options', 'CmdOrCtrl+Shift+K'),
    item('&Start or Stop', 'toggle-capture', 'CmdOrCtrl+E'),
    item('&Restart', 'restart-capture', 'CmdOrCtrl+Shift+R'),
    separator,
    item('What Capturing &Needs…', 'capture-permissions'),
  ];
}

function helpMenu(item: MakeItem, mac: boolean, actions: MenuActions): Item[] {
  return [
    item('&Keyboard Shortcuts', 'shortcuts'),
    {
      label: 'TCP: &RFC 9293',
      click: () => actions.openPage('https://www.rfc-editor.org/rfc/rfc9293'),
    },
    ...(mac ? [] : [separator, item('&About Wirestate', 'about')]),
  ];
}
