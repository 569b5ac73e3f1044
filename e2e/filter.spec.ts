import { join } from 'node:path';
import { FilterPage } from './pages/filter-page';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';

/** A window with a capture of three web requests: ten packets each, a millisecond apart. */
const test = shellTest.extend<{ app: FilterPage }>({
  app: async ({ page, shell }, use) => {
    const app = new FilterPage(page);
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    // The first packet takes the keyboard as it appears.
    await expect(app.grid.locator('.ag-full-width-focus')).toBeVisible();
    await use(app);
  },
});

test.use({ isConsoleWatched: true });

test.describe('filter bar', () => {
  test('completes a field, its operator, and applies with Enter', async ({ app, page }) => {
    await page.keyboard.press('/');
    await expect(app.filter).toBeFocused();
    await page.keyboard.type('tcp.flags.re');
    await expect(app.option('tcp.flags.reset')).toBeVisible();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('tcp.flags.sy');
    await expect(app.option('tcp.flags.syn')).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(app.filter).toHaveText('tcp.flags.syn');
    await page.keyboard.type(' ');
    await expect(app.option('==')).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(app.option('1')).toContainText('set');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(app.filter).toHaveText('tcp.flags.syn == 1');
    // A SYN and its answer in each of the three connections.
    await expect(app.status).toContainText('6 displayed (20 %)');
    await expect.poll(() => app.numbers()).toEqual(['1', '2', '11', '12', '21', '22']);
    await expect(app.bar).toHaveClass(/is-good/);
  });

  test('offers what a field can be, by the names of its values', async ({ app, page }) => {
    await page.keyboard.press('/');
    await page.keyboard.type('ip.proto == TC');
    await expect(app.option('TCP')).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(app.status).toContainText('30 displayed (100 %)');
  });

  test('underlines what is wrong and says what would be right, and Escape restores', async ({ app, page }) => {
    await app.apply('tcp.flags.fin == 1');
    await expect(app.status).toContainText('6 displayed');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('tcp and ip.adr == 192.0.2.10');
    await expect(app.message).toContainText('ip.addr');
    await expect(app.bar).toHaveClass(/is-bad/);
    await expect(app.underlined).toHaveText('ip.adr');
    await page.keyboard.press('Enter');
    await expect(app.filter).toBeFocused();
    await expect(app.status).toContainText('6 displayed');
    await page.keyboard.press('Escape');
    await expect(app.filter).toHaveText('tcp.flags.fin == 1');
    await expect(app.message).toBeHidden();
  });

  test('clears by the button, and goes back in the history by keys and in the menu', async ({ app, page }) => {
    await app.apply('tcp.srcport == 80');
    await app.apply('http');
    await expect(app.status).toContainText('6 displayed');
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await expect(app.filter).toHaveText(/^Display filter/);
    await expect(app.status).toContainText('30 displayed');
    await page.keyboard.press('/');
    await page.keyboard.type('ud');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowUp');
    await expect(app.filter).toHaveText('http');
    await page.keyboard.press('ArrowUp');
    await expect(app.filter).toHaveText('tcp.srcport == 80');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(app.filter).toHaveText('ud');
    await page.getByRole('button', { name: 'Filters applied before' }).click();
    await page.getByRole('menuitem', { name: 'tcp.srcport == 80' }).click();
    await expect(app.status).toContainText('12 displayed');
    await page.reload();
    await page.getByRole('button', { name: 'Filters applied before' }).click();
    await expect(page.getByRole('menuitem').first()).toHaveText('tcp.srcport == 80');
  });

  test('keeps a sort while the filter changes, and a filter while the sort does', async ({ app }) => {
    await app.heading('No.').getByRole('button').click();
    await app.heading('No.').getByRole('button').click();
    await expect(app.cell(1, 'number')).toHaveText('30');
    await app.apply('tcp.flags.syn == 1');
    await expect.poll(() => app.numbers()).toEqual(['22', '21', '12', '11', '2', '1']);
    await app.heading('No.').getByRole('button').click();
    await expect.poll(() => app.numbers()).toEqual(['1', '2', '11', '12', '21', '22']);
  });

  test('keeps the packet where the list becomes shorter than its place was', async ({ app }) => {
    await app.cell(1, 'source').click();
    await app.page.keyboard.press('Control+End');
    await expect(app.page.getByLabel('Fields of packet 30', { exact: true })).toBeVisible();
    await app.page.keyboard.press('Control+Alt+Shift+T');
    await expect(app.status).toContainText('10 displayed');
    await expect.poll(() => app.selected()).toEqual(['30']);
    await expect(app.page.getByLabel('Fields of packet 30', { exact: true })).toBeVisible();
  });

  test('shows a packet that passes, and says what to do where none does', async ({ app, page }) => {
    await app.cell(5, 'source').click();
    await app.apply('http.request');
    await expect.poll(() => app.selected()).toEqual(['4']);
    await app.apply('udp');
    await expect(app.grid).toContainText('No packet matches udp');
    await page.getByRole('button', { name: 'Clear the filter' }).last().click();
    await expect(app.status).toContainText('30 displayed');
    await expect(app.cell(1, 'number')).toHaveText('1');
  });
});

test.describe('time range', () => {
  test('is brushed on the timeline, stands beside the filter, and is lifted by a click', async ({ app, page }) => {
    await app.apply('tcp.flags.syn == 1');
    const strip = (await app.timeline.boundingBox())!;
    await page.mouse.move(strip.x + strip.width * 0.6, strip.y + 20);
    await page.mouse.down();
    await page.mouse.move(strip.x + strip.width * 0.8, strip.y + 25, { steps: 4 });
    await page.mouse.move(strip.x + strip.width - 3, strip.y + 25, { steps: 4 });
    await page.mouse.up();
    // Packets 21 and 22 are 20 and 21 of the 29 ms into the capture; 11 and 12 lie before the stretch.
    await expect.poll(() => app.numbers()).toEqual(['21', '22']);
    await expect(app.chip).toBeVisible();
    await app.chip.click();
    await expect(app.chip).toBeHidden();
    await expect(app.status).toContainText('6 displayed');
  });

  test('is set by keys', async ({ app, page }) => {
    await app.timeline.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 12; i += 1) await page.keyboard.press('Shift+PageDown');
    await expect(app.timeline).toHaveAttribute('aria-valuetext', /Enter shows only/);
    await page.keyboard.press('Enter');
    await expect(app.chip).toBeVisible();
    await expect(app.status).toContainText(/1[0-5] displayed/);
    await page.keyboard.press('Escape');
    await expect(app.chip).toBeHidden();
  });
});

test.describe('filters from packets', () => {
  test('applies what a cell shows, and adds to it', async ({ app }) => {
    await app.fromCell(4, 'source', 'Apply as filter', 'Selected');
    await expect(app.filter).toHaveText('ip.src == 192.0.2.10');
    await expect(app.status).toContainText('18 displayed');
    await app.fromCell(1, 'stream', 'Apply as filter', '… and not selected');
    await expect(app.filter).toHaveText('ip.src == 192.0.2.10 and !(tcp.stream == 0)');
    await expect(app.status).toContainText('12 displayed');
  });

  test('prepares without applying', async ({ app }) => {
    await app.fromCell(4, 'length', 'Prepare as filter', 'Not selected');
    await expect(app.filter).toBeFocused();
    await expect(app.filter).toContainText('!(frame.len == ');
    await expect(app.status).toContainText('30 displayed');
  });

  test('shows the connection of a packet', async ({ app }) => {
    await app.fromCell(14, 'info', 'Conversation filter', /^TCP connection 1/);
    await expect(app.filter).toHaveText('tcp.stream eq 1');
    await expect(app.status).toContainText('10 displayed');
  });

  test('applies a field of the tree', async ({ app, page }) => {
    await app.field(/^Source Port/i).click({ button: 'right' });
    await app.choose('Apply as filter', 'Selected');
    await expect(app.filter).toHaveText('tcp.srcport == 40000');
    await expect(app.status).toContainText('6 displayed');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
  });
});

test.describe('menus by the keyboard', () => {
  test('open at the cell, the field and the byte, and give the keyboard back', async ({ app, page }) => {
    await app.cell(4, 'destination').click();
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menuitem', { name: 'Apply as filter' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(app.row(4)).toBeFocused();
    await page.keyboard.press('ContextMenu');
    await expect(page.getByRole('menuitem', { name: 'Apply as filter' })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('menuitem', { name: 'Selected', exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(app.filter).toHaveText('ip.dst == 198.51.100.20');
    await expect(app.status).toContainText('18 displayed');
    await app.field('IPv4').click();
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menuitem', { name: 'Apply as filter' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(app.tree).toBeFocused();
    await app.byte(30).click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Prepare as filter' }).click();
    await page.getByRole('menuitem', { name: '… and not selected' }).click();
    await expect(app.filter).toHaveText('ip.dst == 198.51.100.20 and !(ip.dst == 198.51.100.20)');
  });
});

test.describe('saved filters', () => {
  test('are kept under a label, applied from the menu, by completion and from the palette', async ({ app, page }) => {
    await app.apply('tcp.flags.fin == 1');
    await expect(app.status).toContainText('6 displayed');
    await app.fromSaved('Save this filter…');
    await expect(page.getByLabel('Label', { exact: true })).toBeFocused();
    await page.keyboard.type('Goodbyes');
    await page.getByRole('button', { name: 'New filter' }).click();
    await expect(page.getByLabel('Label', { exact: true })).toBeFocused();
    await page.keyboard.type('Hellos');
    await page.getByLabel('Filter', { exact: true }).fill('tcp.flags.sin == 1');
    await expect(app.dialog).toContainText('Column 1: there is no field tcp.flags.sin');
    await page.getByLabel('Filter', { exact: true }).fill('tcp.flags.syn == 1 and tcp.flags.ack == 0');
    await page.getByRole('button', { name: 'Up (Alt+↑)' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await app.fromSaved(/^Hellos/);
    await expect(app.status).toContainText('3 displayed');
    await page.keyboard.press('/');
    await page.keyboard.type('good');
    await expect(app.option('Goodbyes')).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(app.filter).toHaveText('tcp.flags.fin == 1');
    await page.keyboard.press('Enter');
    await expect(app.status).toContainText('6 displayed');
    await page.reload();
    await app.status.getByText('loaded in').waitFor();
    await app.command('Hellos');
    await expect(app.status).toContainText('3 displayed');
  });

  test('are deleted, and brought back', async ({ app, page }) => {
    await app.apply('http');
    await app.fromSaved('Save this filter…');
    await expect(page.getByLabel('Label', { exact: true })).toBeFocused();
    await page.keyboard.type('Web');
    await page.getByRole('button', { name: 'Delete (Del)' }).click();
    await expect(app.dialog).toContainText('None yet');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(app.dialog.getByRole('button', { name: /^Web, 1 of 1/ })).toBeVisible();
  });
});

test('macros are written once, completed and called with arguments', async ({ app, page }) => {
  await app.command('Filter macros…');
  await page.getByRole('button', { name: 'New macro' }).click();
  await page.getByLabel('Name', { exact: true }).fill('between');
  await page.getByLabel('Stands for').fill('tcp.port == $1 and tcp.port == $2');
  await expect(app.dialog).toContainText('$between(a, b)');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('/');
  await page.keyboard.type('$be');
  await expect(app.option('$between(a, b)')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(app.filter).toHaveText('$between(');
  await page.keyboard.type('80, 40001)');
  await expect(app.filter).toHaveText('$between(80, 40001)');
  await page.keyboard.press('Enter');
  await expect(app.status).toContainText('10 displayed');
  await app.apply('$between(80)');
  await expect(app.message).toContainText('Between takes 2 arguments, and 1 are given');
});

for (const scheme of ['dark', 'light'] as const) {
  test(`puts no obstacle in anyone's way in the ${scheme} theme`, async ({ app, page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await page.keyboard.press('/');
    await page.keyboard.type('tcp.fl');
    await expect(app.option('tcp.flags')).toBeVisible();
    await page.keyboard.press('ArrowDown');
    expect(await app.obstacles()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.type('xx == "a" and tcp.port == 1');
    await expect(app.message).toBeVisible();
    expect(await app.obstacles()).toEqual([]);
    await app.apply('tcp.port == 80 and !(ip.ttl in {1..10}) and frame.len > 0x10');
    await app.timeline.focus();
    await page.keyboard.press('Shift+PageDown');
    await page.keyboard.press('Enter');
    await expect(app.chip).toBeVisible();
    expect(await app.obstacles()).toEqual([]);
    await app.cell(1, 'source').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Apply as filter' }).hover();
    await expect(page.getByRole('menuitem', { name: 'Selected', exact: true })).toBeVisible();
    expect(await app.obstacles()).toEqual([]);
  });
}
