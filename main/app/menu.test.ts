import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { type MenuActions, menuTemplate } from './menu';

const noActions: MenuActions = { command() {}, newWindow() {}, openRecent() {}, clearRecent() {}, openPage() {} };
const recentFile = (path: string, missing = false) => ({ path, name: path, openedAt: 0, sizeBytes: 0, missing });

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

const commands = [
  'open',
  'save',
  'save-as',
  'export',
  'close',
  'reload',
  'find',
  'go-to-packet',
  'next-in-history',
  'previous-in-history',
  'mark',
  'comment',
  'time-reference',
  'properties',
  'columns',
  'decode-as',
  'toggle-capture',
  'restart-capture',
  'capture-options',
  'capture-permissions',
  'toggle-theme',
  'shortcuts',
  'about',
  'palette',
];

describe.each(['linux', 'darwin', 'win32'] as const)('the menu on %s', (platform) => {
  it('has every command once, and hands it on', () => {
    const given: string[] = [];
    const items = flat(menuTemplate(platform, [], { ...noActions, command: (command) => given.push(command) }));
    for (const command of commands) {
      const own = items.filter(({ id }) => id === command);
      expect([command, own.length]).toEqual([command, 1]);
      (own[0].click as () => void)();
    }
    expect(given).toEqual(commands);
  });

  it('gives no key to two items', () => {
    const keys = flat(menuTemplate(platform, [], noActions)).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it('recent files that are there can be opened, their names as they are', () => {
  const opened: string[] = [];
  const recent = [recentFile('/a&b.pcap'), recentFile('/gone.pcap', true)];
  const items = flat(menuTemplate('linux', recent, { ...noActions, openRecent: (path) => opened.push(path) }));
  // A single & would mark the letter behind it as the item's key.
  const item = items.find(({ label }) => label === '/a&&b.pcap');
  (item?.click as undefined | (() => void))?.();
  expect(opened).toEqual(['/a&b.pcap']);
  expect(items.some(({ label }) => label?.includes('gone'))).toBe(false);
});
