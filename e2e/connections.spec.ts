import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { make } from './generator/make';
import { ConnectionsPage } from './pages/connections-page';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';
import { writeSmallCapture } from './support/small-capture';

const test = shellTest.extend<{ app: ConnectionsPage }>({
  app: async ({ page }, use) => use(new ConnectionsPage(page)),
});

test.describe('connections', () => {
  test.describe.configure({ mode: 'parallel' });

  /** Three web requests of ten packets each: client 192.0.2.10, server port 80. */
  test.beforeEach(async ({ app, shell }) => {
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    await app.show('Connections');
    await expect(app.line(3)).toBeVisible();
  });

  test('are sorted by a heading, both ways, and back to the order of the capture', async ({ app }) => {
    await app.sortBy('Stream');
    await expect.poll(() => app.values('stream')).toEqual(['2', '1', '0']);
    await expect(app.table().getByRole('columnheader', { name: 'Stream' })).toHaveAttribute('aria-sort', 'descending');
    await app.sortBy('Stream');
    await expect.poll(() => app.values('stream')).toEqual(['0', '1', '2']);
    await app.sortBy('Stream');
    await expect(app.table().getByRole('columnheader', { name: 'Stream' })).not.toHaveAttribute('aria-sort', /./);
  });

  test('are sorted by the keyboard alone', async ({ app, page }) => {
    await app.value(1, 'stream').click();
    await page.keyboard.press('ArrowUp');
    await expect(app.table().getByRole('columnheader', { name: 'Stream' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect.poll(() => app.values('stream')).toEqual(['2', '1', '0']);
    await expect(app.table().getByRole('columnheader', { name: 'Stream' })).toBeFocused();
  });

  test('are filtered to one, from the menu', async ({ app, page }) => {
    await app.menuOf(2, 'client');
    await page.getByRole('menuitem', { name: 'Apply as filter' }).click();
    await page.getByRole('menuitem', { name: 'Selected', exact: true }).click();
    await expect(app.status).toContainText('10 displayed');
    await app.show('Packets');
    await expect(app.cell(1, 'number')).toHaveText('11');
  });

  test('are linked with the packets, both ways', async ({ app }) => {
    await app.value(3, 'server').click();
    await expect(app.tree.and(app.page.getByLabel('Fields of packet 21', { exact: true }))).toBeVisible();
    await app.goToPacket(15);
    await expect(app.line(2)).toHaveClass(/ag-row-selected/);
    await expect(app.line(3)).not.toHaveClass(/ag-row-selected/);
    // Its own connection keeps the packet.
    await app.value(2, 'server').click();
    await expect(app.tree.and(app.page.getByLabel('Fields of packet 15', { exact: true }))).toBeVisible();
  });

  test('are found by what is written, and followed with Enter', async ({ app, page }) => {
    await page.getByLabel('Find connections').fill('#1');
    await expect.poll(() => app.values('stream')).toEqual(['1']);
    await page.getByLabel('Find connections').fill('203.0.113.99');
    await expect(page.getByText('None of 3 has')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).last().click();
    await expect.poll(() => app.values('stream')).toEqual(['0', '1', '2']);
    await app.value(2, 'client').click();
    await page.keyboard.press('Enter');
    await expect(page.locator('.dv-tab.dv-active-tab', { hasText: 'Follow stream' })).toBeVisible();
  });

  test('are compared side by side', async ({ app, page }) => {
    await page.setViewportSize({ width: 1100, height: 700 });
    await app.value(1, 'client').click();
    await app.value(3, 'client').click({ modifiers: ['Control'] });
    await app.menuOf(3, 'client');
    await page.getByRole('menuitem', { name: /^Compare/ }).click();
    const tabs = page.locator('.dv-tab.dv-active-tab');
    await expect(tabs.filter({ hasText: 'Flow 0' })).toBeVisible();
    await expect(tabs.filter({ hasText: 'Flow 2' })).toBeVisible();
    // In a group that is half as wide the tab in front is in sight all the same.
    await expect(tabs.filter({ hasText: 'Flow 0' })).toBeInViewport({ ratio: 0.9 });
    const [one, other] = await Promise.all(
      ['Flow 0', 'Flow 2'].map((title) => tabs.filter({ hasText: title }).boundingBox()),
    );
    expect(one!.y).toBe(other!.y);
    expect(other!.x).toBeGreaterThan(one!.x + 100);
  });

  test('are saved as JSON, with everything that the command prints', async ({ app, page, shell }) => {
    await page.getByRole('button', { name: 'Save this table' }).click();
    await page.getByRole('menuitem', { name: 'Save all rows as JSON…' }).click();
    await page.getByLabel('Name').fill('table.json');
    await page.getByRole('button', { name: 'Save here' }).click();
    await expect(page.getByText('3 rows written')).toBeVisible();
    const written = JSON.parse(readFileSync(join(shell.captures, 'table.json'), 'utf8'));
    expect(written.map(({ stream, handshake, close }: never) => [stream, handshake, close])).toEqual([
      [0, 'complete', expect.any(String)],
      [1, 'complete', expect.any(String)],
      [2, 'complete', expect.any(String)],
    ]);
    await expect(app.line(1)).toBeVisible();
  });

  test('keep the columns that were chosen', async ({ app, page }) => {
    await page.getByRole('button', { name: 'Columns of this table' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Dup ACKs' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Client is' }).click();
    await page.keyboard.press('Escape');
    await expect(app.table().getByRole('columnheader', { name: 'Client is' })).toBeHidden();
    await page.reload();
    await app.status.getByText('loaded in').waitFor();
    await app.show('Connections');
    await expect(app.line(1)).toBeVisible();
    await expect(app.table().getByRole('columnheader', { name: 'Client is' })).toBeHidden();
    await expect(app.table().getByRole('columnheader', { name: 'Server is' })).toBeVisible();
  });
});

test('endpoints, protocols and states tell of the whole capture', async ({ app, page, shell }) => {
  await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
  await app.show('Endpoints');
  await expect(app.value(1, 'address', 'Endpoints')).toHaveText('192.0.2.10');
  await expect(app.value(1, 'packets', 'Endpoints')).toHaveText('30');
  await expect(app.value(1, 'connections', 'Endpoints')).toHaveText('3');
  await app.show('Protocols');
  const http = page.getByRole('treegrid', { name: 'Protocols' }).getByRole('row', { name: /HTTP/ });
  await expect(http.getByRole('gridcell').nth(2)).toHaveText('6');
  await http.dblclick();
  await expect(app.status).toContainText('6 displayed');
  await app.command('Clear the display filter');
  await expect(app.status).toContainText('30 displayed');
  await app.goToPacket(3);
  await app.show('States');
  // Behind the third packet of the first handshake both ends are connected, and the server listens.
  await expect(page.getByRole('button', { name: /^ESTABLISHED/ })).toContainText('2');
  await page.getByRole('button', { name: /^LISTEN/ }).click();
  await expect.poll(() => app.values('state', 'Sockets')).toEqual(['LISTEN']);
});

test('a capture without TCP says so and leads on', async ({ app, page, shell }) => {
  await app.open(await shell.start(writeSmallCapture(join(shell.captures, 'udp.pcap'))));
  await app.show('Connections');
  await expect(page.getByText('This capture holds no TCP connections.')).toBeVisible();
  await page.getByRole('button', { name: 'Look at UDP conversations' }).click();
  await expect(app.line(3, 'UDP conversations')).toBeVisible();
});

test('a scan of many connections is sorted, searched and scrolled', async ({ app, page, shell }) => {
  const path = join(shell.captures, 'scan.pcap');
  await make({ kind: 'scan', path, connections: 100_000, seed: 1, format: 'pcap' });
  await app.open(await shell.start(path));
  await app.show('Connections');
  await expect(page.locator('.table-bar-count')).toHaveText('100,000');
  await app.sortBy('Stream');
  await expect(app.value(1, 'stream')).toHaveText('99999');
  await page.getByLabel('Find connections').fill('10.1.134.159');
  await expect.poll(() => app.values('server')).toEqual([expect.stringContaining('10.1.134.159')]);
});
