import { copyFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GraphsPage } from './pages/graphs-page';
import { expect, test as shellTest } from './support/browser-shell';

const samples = resolve(__dirname, '..', 'resources', 'samples');
/** What tshark says of one-lost-segment.pcap: the resend and its sequence numbers, and how many segments carry a SACK block. */
const LOST = { resend: '322', sequence: '172313,173761', sack: '39' };

/** A window with the recording of a bulk transfer in which one segment is lost. */
const test = shellTest.extend<{ app: GraphsPage }>({
  app: async ({ page, shell }, use) => {
    const capture = join(shell.captures, 'lost.pcap');
    copyFileSync(join(samples, 'one-lost-segment.pcap'), capture);
    const app = new GraphsPage(page);
    await app.open(await shell.start(capture));
    await use(app);
  },
});

test.use({ isConsoleWatched: true });

const sequence = /^Time \/ sequence of connection 0, data of the client/;

test.describe('graphs of a connection', () => {
  test.beforeEach(({ app }) => app.openTab('Graphs'));

  test('show the retransmission and the SACK blocks, and a click selects the packet', async ({ app, page }) => {
    const sheet = app.sheet(sequence);
    await expect(app.layer(sheet, 'retransmission')).toHaveAttribute('data-points', '1');
    await expect(app.layer(sheet, 'sack')).toHaveAttribute('data-points', LOST.sack);
    await expect(app.layer(sheet, 'data')).toBeVisible();
    const { x, y } = await app.placeOf(app.layer(sheet, 'retransmission'));
    await page.mouse.move(x, y);
    await expect(page.locator('.plot-tip')).toContainText(`packet ${LOST.resend}`);
    await page.mouse.click(x, y);
    await expect(app.tree).toHaveAttribute('aria-label', `Fields of packet ${LOST.resend}`);
    await expect(sheet.locator('.recharts-reference-line')).toHaveCount(1);
    await expect.poll(() => app.selected()).toEqual([LOST.resend]);
  });

  test('mark the time of a hovered row, and a hovered point its row', async ({ app, page }) => {
    const sheet = app.sheet(sequence);
    await app.goToPacket(Number(LOST.resend));
    await expect.poll(() => app.selected()).toEqual([LOST.resend]);
    const { x, y } = await app.placeOf(app.layer(sheet, 'retransmission'));
    const row = (packet: string) => app.grid.locator(`.ag-row[row-id="${packet}"]`);
    await row(LOST.resend).hover();
    const line = await sheet.locator('.plot-hovered').boundingBox();
    expect(Math.abs((line?.x ?? 0) - x)).toBeLessThan(2);
    await expect(sheet.locator('.plot-hovered-point')).toHaveCount(1);
    await expect(page.locator('.timeline-hovered')).toHaveCount(1);
    await page.mouse.move(x, y);
    await expect(sheet.locator('.plot-hovered')).toHaveCount(0);
    await expect(row(LOST.resend)).toHaveAttribute('data-hovered', '');
    await expect(app.grid.locator('[data-hovered]')).toHaveCount(1);
    await page.locator('.status-bar').hover();
    await expect(app.grid.locator('[data-hovered]')).toHaveCount(0);
  });

  test('zoom by drag, wheel and keys, and show all again', async ({ app, page }) => {
    const sheet = app.sheet(sequence);
    const plot = app.plot(sequence);
    await expect(app.layer(sheet, 'data')).toBeVisible();
    const whole = await app.ticks(sheet);
    await app.drag(plot, [0.5, 0.5], [0.7, 0.5]);
    await expect.poll(async () => (await app.ticks(sheet))[0]).toBeGreaterThan(whole[0] as number);
    await expect(sheet.getByRole('button', { name: 'Show all of the graph' })).toBeEnabled();
    await page.keyboard.press('0');
    await expect.poll(() => app.ticks(sheet)).toEqual(whole);
    await plot.hover();
    await page.mouse.wheel(0, -300);
    await expect.poll(() => app.ticks(sheet)).not.toEqual(whole);
    const zoomed = await app.ticks(sheet);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => app.ticks(sheet)).not.toEqual(zoomed);
    await plot.dblclick();
    await expect.poll(() => app.ticks(sheet)).toEqual(whole);
  });

  test('go from point to point by keys', async ({ app, page }) => {
    await app.plot(sequence).focus();
    await page.keyboard.press('.');
    await expect(page.locator('.plot-tip')).toContainText('packet 1');
    await page.keyboard.press('.');
    await page.keyboard.press('Enter');
    await expect(app.tree).toHaveAttribute('aria-label', 'Fields of packet 2');
  });

  test('have a legend, a table and files', async ({ app, page }) => {
    const sheet = app.sheet(sequence);
    const legend = sheet.getByRole('button', { name: /^Window/ });
    await expect(app.layer(sheet, 'window-edge')).toBeVisible();
    await legend.click();
    await expect(legend).toHaveAttribute('aria-pressed', 'false');
    await expect(app.layer(sheet, 'window-edge')).toHaveCount(0);
    const csv = readFileSync(await (await app.save(sheet, 'Numbers (CSV)')).path(), 'utf8');
    expect(csv.split('\r\n').filter((line) => line.startsWith('Retransmission,'))).toEqual([
      expect.stringMatching(new RegExp(`,${LOST.sequence},${LOST.resend}$`)),
    ]);
    expect(readFileSync(await (await app.save(sheet, 'Picture (SVG)')).path(), 'utf8')).toContain('<path');
    const png = readFileSync(await (await app.save(sheet, 'Picture (PNG)')).path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    await sheet.getByRole('button', { name: 'Table view' }).click();
    await expect(sheet.getByRole('row').nth(1)).toContainText('SYN');
    await sheet.getByRole('row', { name: /^SYN/ }).first().click();
    await expect.poll(() => app.selected()).toEqual(['1']);
    await page.keyboard.press('End');
    await expect(sheet.locator('tr.is-selected')).toBeVisible();
  });

  test('draw round trips, throughput and windows of both directions', async ({ app, page }) => {
    const kinds = [
      ['Round trip', 'round-trip'],
      ['Throughput', 'goodput'],
      ['Window', 'in-flight'],
    ] as const;
    for (const [title, layer] of kinds) {
      await page.getByRole('combobox', { name: 'Graph' }).click();
      await page.getByRole('option', { name: title, exact: true }).click();
      const sheet = app.sheet(new RegExp(`^${title} of connection 0, data of the client`));
      await expect(app.layer(sheet, layer)).toBeVisible();
    }
    await page.getByText('Server’s data').click();
    await expect(app.sheet('Window of connection 0, data of the server')).toBeVisible();
  });
});

test.describe('graphs of the capture', () => {
  test.beforeEach(({ app }) => app.openPanel('I/O and statistics'));

  test('take any filter as a series, and say what is wrong with one', async ({ app, page }) => {
    const sheet = app.sheet('Traffic over time');
    await expect(app.layer(sheet, '1')).toBeVisible();
    await page.getByRole('button', { name: 'Add a series' }).click();
    const filter = page.getByRole('textbox', { name: 'Filter of All packets' }).last();
    await filter.fill('tcp.len > 0');
    await filter.press('Enter');
    await expect(page.locator('.series-count').last()).toHaveText('349');
    await expect(app.layer(sheet, '3')).toBeVisible();
    await page.getByRole('combobox', { name: 'Measure of tcp.len > 0' }).click();
    await page.getByRole('option', { name: 'Maximum of a field' }).click();
    const field = page.getByRole('textbox', { name: /^Field of/ });
    await field.fill('tcp.lenn');
    await field.press('Enter');
    await expect(page.locator('.series-list')).toContainText('tcp.len');
    await expect(page.locator('.mantine-TextInput-error')).toBeVisible();
    await field.fill('tcp.len');
    await field.press('Enter');
    await expect(page.locator('.mantine-TextInput-error')).toHaveCount(0);
    const line = page.getByRole('textbox', { name: /^Filter of Maximum of tcp.len/ });
    await line.fill('tcp.len >');
    await line.press('Enter');
    await expect(page.locator('.mantine-TextInput-error')).toBeVisible();
    await page.getByRole('button', { name: /^Remove Maximum of tcp.len/ }).click();
    await expect(page.locator('.series-line')).toHaveCount(2);
    await page.getByRole('checkbox', { name: 'Show tcp.analysis.flags' }).uncheck();
    await expect(app.layer(sheet, '2')).toHaveCount(0);
  });

  test('show states, response times, lengths and talkers of the stretch of time that is shown', async ({
    app,
    page,
  }) => {
    await expect(app.layer(app.sheet('Traffic over time'), '1')).toBeVisible();
    await page.getByText('States', { exact: true }).click();
    await expect(app.layer(app.sheet('Connections by state over time'), 'ESTABLISHED')).toBeVisible();
    await page.getByText('Response times', { exact: true }).click();
    await expect(page.getByRole('table', { name: 'Response times in numbers' })).toContainText('TCP');
    await page.getByText('Talkers', { exact: true }).click();
    await expect(page.getByRole('row', { name: /10\.77\.0\.1/ })).toContainText('352');
    await page.getByText('Traffic', { exact: true }).click();
    await expect(app.layer(app.sheet('Traffic over time'), '1')).toBeVisible();
    await app.drag(app.plot('Traffic over time'), [0.5, 0.4], [0.9, 0.4]);
    await page.getByText('Lengths', { exact: true }).click();
    await page.getByRole('button', { name: 'Count all' }).click();
    await expect(page.getByRole('row', { name: /^1280–2559/ })).toContainText('345');
  });
});

for (const scheme of ['dark', 'light'] as const) {
  test(`graphs put no obstacle in anyone's way in the ${scheme} theme`, async ({ app, page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await app.openTab('Graphs');
    await app.openPanel('I/O and statistics');
    await expect(app.layer(app.sheet(sequence), 'data')).toBeVisible();
    await expect(app.layer(app.sheet('Traffic over time'), '1')).toBeVisible();
    expect(await app.obstacles()).toEqual([]);
    await app.sheet(sequence).getByRole('button', { name: 'Table view' }).click();
    await page.getByText('Response times', { exact: true }).click();
    await expect(page.getByRole('table', { name: 'Response times in numbers' })).toBeVisible();
    expect([...(await app.obstacles('.statistics')), ...(await app.obstacles('.plot-table'))]).toEqual([]);
    await page.getByText('Talkers', { exact: true }).click();
    await expect(page.getByRole('table', { name: 'Addresses by bytes' })).toBeVisible();
    expect(await app.obstacles('.statistics')).toEqual([]);
  });
}
