import { join } from 'node:path';
import { ConnectionsPage } from './pages/connections-page';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';

const test = shellTest.extend<{ app: ConnectionsPage }>({
  app: async ({ page }, use) => use(new ConnectionsPage(page)),
});

/** Lists, each with a picture of the selected connection under it; fields and bytes stand beside both. */
const PANELS: readonly (readonly [string, string])[] = [
  ['Packets', 'Flow graph'],
  ['Connections', 'Graphs'],
  ['Endpoints', 'Follow stream'],
  ['Protocols', 'Flow graph'],
  ['States', 'Flow graph'],
  ['I/O and statistics', 'Flow graph'],
];

const DIALOGS = [
  'Columns…',
  'Export packets…',
  'Save as…',
  'Capture properties',
  'Decode as…',
  'Packet comment…',
  'All packet comments',
  'Coloring rules…',
  'Saved filters…',
  'Save this filter…',
  'Filter macros…',
  'Capture options…',
  'What capturing needs…',
  'Go to packet…',
  'Keyboard shortcuts',
  'About Wirestate',
];

/** What calls up a menu or a list: the panel it is in, what is clicked, and with which button. */
const MENUS: readonly (readonly [panel: string, target: string, button: 'left' | 'right'])[] = [
  ['Packets', '.packet-grid .ag-row [col-id="source"]', 'right'],
  ['Fields', '[role="treeitem"] >> nth=3', 'right'],
  ['Bytes', '.byte-hex [data-at="14"]', 'right'],
  ['Flow graph', '[aria-label="Save, copy or print the ladder"]', 'left'],
  ['Graphs', '[aria-label="Save the graph"] >> visible=true', 'left'],
  ['Follow stream', '.stream-line.is-data', 'right'],
  ['Follow stream', '[aria-label="Save the stream"]', 'left'],
  ['Follow stream', '.stream-panel [aria-label="Format"]', 'left'],
  ['Connections', '.range-table .ag-row [col-id="client"]', 'right'],
  ['Connections', '[aria-label="Columns of this table"] >> visible=true', 'left'],
  ['Connections', '[aria-label="Save this table"] >> visible=true', 'left'],
  ['Packets', '[aria-label="Menu"]', 'left'],
  ['Packets', '[aria-label="Saved filters"]', 'left'],
  ['Packets', '[aria-label="Filters applied before"]', 'left'],
  ['Packets', '.top-bar button:has-text("Since start")', 'left'],
];

/** Obstacles in a part of the page, in one theme and the other. */
async function obstacles(app: ConnectionsPage, part: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme: theme });
    await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    found.push(...(await app.obstacles(part)).map((obstacle) => `${theme}: ${obstacle}`));
  }
  return found;
}

test.describe('nothing stands in the way', () => {
  test.beforeEach(async ({ app, page, shell }) => {
    test.setTimeout(90_000);
    page.setDefaultTimeout(10_000);
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    await app.goToPacket(4);
  });

  test('in any panel', async ({ app, page }) => {
    for (const [list, picture] of PANELS) {
      for (const panel of [list, picture]) {
        await app.show(panel);
        await expect(page.locator('.dv-tab.dv-active-tab', { hasText: panel }).first()).toBeVisible();
      }
      expect(await obstacles(app, '.workspace'), `${list}, ${picture}`).toEqual([]);
    }
  });

  test('in any dialog', async ({ app, page }) => {
    // Without a comment and a filter there is nothing to list and to save.
    await app.command('Packet comment…');
    await app.dialog.getByRole('textbox').first().fill('looked at');
    await page.keyboard.press('Control+Enter');
    await expect(app.dialog).toHaveCount(0);
    await page.keyboard.press('/');
    await page.keyboard.type('tcp');
    await page.keyboard.press('Enter');
    for (const title of DIALOGS) {
      await app.command(title);
      await app.dialog.getByRole('button').first().waitFor();
      await expect(app.dialog).toHaveCSS('opacity', '1');
      expect(await obstacles(app, '[role="dialog"]'), title).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(app.dialog, title).toHaveCount(0);
    }
  });

  test('in any menu, list or bar', async ({ app, page }) => {
    const popups = page.locator('[role="menu"], [role="listbox"]:not(.flow *)').and(page.locator(':visible'));
    for (const [panel, target, button] of MENUS) {
      await app.show(panel);
      await page.locator(target).first().click({ button });
      await popups.first().waitFor();
      await expect(popups.first()).toHaveCSS('opacity', '1');
      expect(await obstacles(app, '[data-portal]'), target).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('/');
    await page.keyboard.type('tcp.f');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    expect(await obstacles(app, '.top-bar'), 'completion').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+f');
    await page.locator('.find-bar').waitFor();
    expect(await obstacles(app, '.find-bar'), 'find').toEqual([]);
    await page.keyboard.press('Control+k');
    await page.locator('.mantine-Spotlight-action').first().waitFor();
    expect(await obstacles(app, '.mantine-Spotlight-content'), 'palette').toEqual([]);
  });
});
