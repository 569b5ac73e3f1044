import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { writeWebCapture } from './pages/web-capture';
import { WindowPage } from './pages/window-page';
import { expect, test as shellTest } from './support/browser-shell';
import { writeSmallCapture } from './support/small-capture';

const test = shellTest.extend<{ app: WindowPage }>({
  app: async ({ page }, use) => use(new WindowPage(page)),
});

const tab = (page: Page, title: string): Locator => page.locator('.dv-tab').filter({ hasText: title });
const railEntry = (page: Page, title: string): Locator =>
  page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: title, exact: true });
const storedLayout = (page: Page) => page.evaluate(async () => (await window.wirestate.settings.get()).workspace ?? '');

test('the keyboard goes with what is opened by a key, and keys of the window work in the filter bar', async ({
  app,
  page,
  shell,
}) => {
  await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
  await app.cell(1, 'source').click();
  await page.keyboard.press('Control+Alt+k');
  await expect(page.locator('.range-table .ag-cell:focus, .range-table .ag-header-cell:focus')).toHaveCount(1);
  await page.keyboard.press('/');
  await page.keyboard.type('frame');
  await page.keyboard.press('Control+o');
  await expect(app.dialog).toContainText('Open a capture');
  await page.keyboard.press('Escape');
  await expect(app.dialog).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Display filter' }).press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('frame');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  // What was filtered is shown, whatever stood before it.
  await expect(app.cell(1, 'source')).toBeVisible();
});

test('a panel is closed by its tab, opened by the rail, and a reload leaves all where it was', async ({
  app,
  page,
  shell,
}) => {
  await app.open(await shell.start(writeSmallCapture(join(shell.captures, 'small.pcap'))));
  await tab(page, 'Graphs').locator('.panel-close').click();
  await expect(tab(page, 'Graphs')).toHaveCount(0);
  await expect(railEntry(page, 'Graphs')).toHaveAttribute('aria-pressed', 'false');
  await tab(page, 'Bytes').click({ button: 'middle' });
  await expect(tab(page, 'Bytes')).toHaveCount(0);
  // The packets are what all else refers to: they stay.
  await expect(tab(page, 'Packets').locator('.panel-close')).toHaveCount(0);

  await railEntry(page, 'Graphs').click();
  await expect(tab(page, 'Graphs')).toHaveClass(/dv-active-tab/);
  await expect(railEntry(page, 'Graphs')).toHaveAttribute('aria-pressed', 'true');

  await expect.poll(() => storedLayout(page)).toContain('"activeView":"graphs"');
  await page.reload();
  await expect(tab(page, 'Graphs')).toHaveClass(/dv-active-tab/);
  await expect(tab(page, 'Bytes')).toHaveCount(0);

  await app.command('Put all panels back');
  await expect(tab(page, 'Bytes')).toBeVisible();
  await expect(tab(page, 'Flow graph')).toHaveClass(/dv-active-tab/);
});

test('panels are docked and sized by the keyboard, and stay so after a reload', async ({ app, page, shell }) => {
  await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
  const box = async (title: string) => {
    const found = await tab(page, title).boundingBox();
    if (!found) throw new Error(`${title} is not on screen`);
    return found;
  };
  const group = page.locator('.dv-groupview').filter({ has: tab(page, 'Graphs') });
  const width = () => group.evaluate((element) => element.getBoundingClientRect().width);
  await railEntry(page, 'Graphs').click();
  await expect(tab(page, 'Graphs')).toHaveClass(/dv-active-tab/);
  // Out of its tabs to their left.
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await expect.poll(async () => (await box('Graphs')).x).toBeLessThan((await box('Flow graph')).x - 100);
  const before = await width();
  await page.keyboard.press('Control+Shift+ArrowRight');
  await expect.poll(async () => Math.round((await width()) - before)).toBe(48);
  // Up to the tabs above it.
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await expect.poll(async () => (await box('Graphs')).y).toBe((await box('Packets')).y);
  await expect.poll(() => storedLayout(page)).toMatch(/"views":\["packets","connections","graphs"\]/);
  await page.reload();
  await expect.poll(async () => (await box('Graphs')).y).toBe((await box('Packets')).y);
  // Alone again, and along an edge that nothing lies beyond.
  await tab(page, 'Bytes').click();
  await app.command('Move the panel right');
  await expect.poll(async () => (await box('Bytes')).x).toBeGreaterThan((await box('Fields')).x + 100);
  await app.command('Put all panels back');
  await expect(tab(page, 'Flow graph')).toHaveClass(/dv-active-tab/);
});

test('a tab is dragged to other tabs, and a border between panels moved', async ({ app, page, shell }) => {
  await app.open(await shell.start(writeSmallCapture(join(shell.captures, 'small.pcap'))));
  await tab(page, 'Bytes').dragTo(tab(page, 'Connections'));
  await expect
    .poll(async () => (await tab(page, 'Bytes').boundingBox())?.y)
    .toBe((await tab(page, 'Packets').boundingBox())?.y);
  const fields = async () => (await page.getByRole('tree').boundingBox())?.width ?? 0;
  const before = await fields();
  const border = await tab(page, 'Fields').boundingBox();
  if (!border) throw new Error('the fields are not on screen');
  await page.mouse.move(border.x - 1, border.y + 120);
  await page.mouse.down();
  await page.mouse.move(border.x - 101, border.y + 120, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await fields()) - before)).toBe(100);
});

for (const [what, workspace] of [
  ['of an older version', JSON.stringify({ panels: ['packets', 'a-panel-that-is-no-more'], dock: {} })],
  ['that is broken', '{"panels":["packets"],"dock":{"grid":{"root":7}}}'],
  ['that is no JSON', '{'],
] as const) {
  test(`a stored layout ${what} gives way to the first one`, async ({ app, page, shell }) => {
    const userData = join(shell.folder, 'user-data');
    mkdirSync(userData);
    writeFileSync(join(userData, 'settings.json'), JSON.stringify({ workspace }));
    await app.open(await shell.start(writeSmallCapture(join(shell.captures, 'small.pcap'))));
    for (const title of ['Packets', 'Flow graph', 'Fields', 'Bytes']) await expect(tab(page, title)).toBeVisible();
  });
}
