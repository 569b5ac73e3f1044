import { copyFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConnectionsPage } from './pages/connections-page';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';
import { writeSmallCapture } from './support/small-capture';

/** Three web requests of ten packets each: client 192.0.2.10, server port 80. */
const test = shellTest.extend<{ app: ConnectionsPage }>({
  app: async ({ page, shell, context }, use) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const app = new ConnectionsPage(page);
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    await use(app);
  },
});

/** The first of a datagram in resources/samples/office-traffic.pcapng. */
const UDP_PACKET = 1;

const TABLES = [
  { panel: 'Endpoints', label: 'Endpoints', value: '192.0.2.10', rows: 2 },
  { panel: 'Protocols', label: 'Protocols', value: 'HTTP', rows: 4 },
  { panel: 'States', label: 'Sockets', value: '192.0.2.10', rows: 3 },
] as const;

for (const { panel, label, value, rows } of TABLES) {
  test(`${panel} are saved and copied as CSV`, async ({ app, page }) => {
    await app.goToPacket(3);
    await app.show(panel);
    const cell = page
      .getByText(value)
      .and(page.getByLabel(label, { exact: true }).locator('*'))
      .first();
    await expect(cell).toBeVisible();
    await page.locator('.table-panel:visible').getByRole('button', { name: 'Save this table' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save all rows as CSV…' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(`web-${panel.toLowerCase()}.csv`);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(rows + 1);
    const own = lines.findIndex((line) => line.toLowerCase().includes(value.toLowerCase()));
    expect(own).toBeGreaterThan(0);
    await cell.click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Copy row as CSV/ }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split(/\r?\n/).slice(0, 2)).toEqual([lines[0], lines[own]]);
    await cell.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy value' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(value, 'i'));
  });
}

test('stations of an Ethernet are endpoints, and lead to their packets', async ({ app, page }) => {
  await app.show('Endpoints');
  await page.getByText('Ethernet', { exact: true }).click();
  const station = app.value(1, 'address', 'Endpoints');
  await expect(station).toHaveText(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
  await expect(app.value(1, 'packets', 'Endpoints')).toHaveText('30');
  await station.dblclick();
  await expect(page.locator('.cm-content').first()).toContainText(/eth\.addr == ([0-9a-f]{2}:){5}/);
  await expect(app.status).toContainText('30 displayed');
});

test('a socket leads to its filter, its stream, its ladder and its packet', async ({ app, page }) => {
  await app.goToPacket(3);
  await app.show('States');
  const established = page.getByRole('button', { name: /^ESTABLISHED/ });
  await established.click();
  await expect.poll(() => app.values('state', 'Sockets')).toEqual(['ESTABLISHED', 'ESTABLISHED']);
  const menu = (item: string | RegExp) => page.getByRole('menuitem', { name: item }).first();
  await app.menuOf(1, 'local', 'Sockets');
  await menu('Follow it').click();
  await expect(page.locator('.dv-active-tab', { hasText: 'Follow stream' })).toBeVisible();
  await app.command('Clear the display filter');
  await app.menuOf(1, 'local', 'Sockets');
  await menu('Flow graph').click();
  await expect(
    page
      .getByRole('listbox', { name: /between/ })
      .or(page.locator('.lad-viewport'))
      .first(),
  ).toBeVisible();
  await app.menuOf(1, 'local', 'Sockets');
  await menu('Go to packet 3').click();
  await app.show('Packets');
  await expect.poll(() => app.selected()).toEqual(['3']);
});

test('where no TCP connection is selected, some are offered', async ({ app, page, shell }) => {
  const capture = join(shell.captures, 'office.pcapng');
  copyFileSync(resolve(__dirname, '..', 'resources', 'samples', 'office-traffic.pcapng'), capture);
  await app.open(await shell.start(capture));
  await app.goToPacket(UDP_PACKET);
  await page.locator('.panel-tab').getByText('Graphs', { exact: true }).click();
  await page.getByRole('button', { name: 'Graph the first TCP connection' }).click();
  await expect(page.getByRole('region', { name: /^Time \/ sequence of connection 0/ })).toBeVisible();
  await app.goToPacket(UDP_PACKET);
  const troubled = page.getByRole('region', { name: 'Connections to look at' }).getByRole('listitem');
  await troubled.first().getByRole('button').click();
  await expect(page.getByRole('region', { name: /^Time \/ sequence of connection/ })).toBeVisible();
});

test('a capture without TCP says so where sockets would be', async ({ app, page, shell }) => {
  await app.open(await shell.start(writeSmallCapture(join(shell.captures, 'udp.pcap'))));
  await app.show('States');
  await expect(page.getByText('There is no TCP connection in this capture.')).toBeVisible();
});
