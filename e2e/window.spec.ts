import { join } from 'node:path';
import { blankRows, dragScrollBar, watchBlankRows } from './pages/blank-rows';
import { writeWebCapture } from './pages/web-capture';
import { expect, test } from './pages/web-window';

test.describe('the window', () => {
  test('panels are maximized, restored, and walked by F6', async ({ opened }) => {
    await opened.page.getByRole('button', { name: 'Maximize Fields' }).click();
    await expect(opened.grid).toBeHidden();
    await opened.page.getByRole('button', { name: 'Restore Fields' }).click();
    await expect(opened.grid).toBeVisible();
    await opened.cell(1, 'source').click();
    await opened.page.keyboard.press('F6');
    await expect(opened.page.getByRole('listbox', { name: /^Flow graph of/ })).toBeFocused();
    await opened.page.keyboard.press('F6');
    await expect(opened.tree).toBeFocused();
    await opened.page.keyboard.press('F6');
    await expect(opened.page.getByLabel('Bytes of packet 1')).toBeFocused();
  });

  test('the menu offers what can be done now, and is walked by arrows', async ({ opened }) => {
    const { page } = opened;
    const item = (name: string | RegExp) => page.getByRole('menuitem', { name });
    await page.getByRole('button', { name: 'Menu' }).click();
    await expect(item('File')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(item(/^Mark or unmark/)).toBeFocused();
    await expect(item(/^Unmark all packets/)).toBeDisabled();
    await page.keyboard.press('ArrowLeft');
    await expect(item('Edit')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(item(/^Mark or unmark/)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(opened.status).toContainText('1 marked');
    await page.getByRole('button', { name: 'Menu' }).click();
    await item('Edit').hover();
    await expect(item(/^Unmark all packets/)).toBeEnabled();
    await item('View').hover();
    await expect(page.getByRole('menuitemcheckbox', { name: 'Color packets by the rules' })).toBeChecked();
  });

  test('bytes stand eight in a line where their text would be cut off', async ({ opened }) => {
    await opened.cell(1, 'source').click();
    const left = async (offset: number) => (await opened.byte(offset).boundingBox())?.x;
    await opened.page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(async () => (await left(8)) === (await left(0))).toBe(false);
    await opened.page.setViewportSize({ width: 1100, height: 700 });
    await expect.poll(async () => (await left(8)) === (await left(0))).toBe(true);
  });

  test('a cell says on hover what it is too narrow for', async ({ app, shell }) => {
    await app.page.setViewportSize({ width: 900, height: 700 });
    await app.open(await shell.start(join(__dirname, '..', 'resources', 'samples', 'one-lost-segment.pcap')));
    const info = app.cell(1, 'info');
    await info.hover();
    await expect(info).toHaveAttribute('title', /SYN.* SACK TS$/);
    await app.cell(1, 'protocol').hover();
    await expect(app.cell(1, 'protocol')).not.toHaveAttribute('title', /./);
  });

  for (const theme of ['dark', 'light'] as const) {
    test(`holds no obstacle in the ${theme} theme`, async ({ app, shell }) => {
      await app.page.emulateMedia({ colorScheme: theme });
      await app.openWelcome(await shell.start());
      expect(await app.obstacles()).toEqual([]);
      writeWebCapture(join(shell.captures, 'web.pcap'));
      await app.page.keyboard.press('Control+o');
      await app.dialog.getByRole('option', { name: /web/ }).waitFor();
      expect(await app.obstacles()).toEqual([]);
      await app.page.keyboard.press('Enter');
      await app.cell(4, 'source').click();
      await app.field(/^Sequence/i).click();
      expect(await app.obstacles()).toEqual([]);
    });
  }

  test('changes its theme and keeps it', async ({ opened }) => {
    await opened.page.emulateMedia({ colorScheme: 'dark' });
    await opened.page.getByRole('button', { name: 'Use the light theme' }).click();
    await expect(opened.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
    await opened.page.reload();
    await expect(opened.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  });
});

test.describe('a list taller than a page can be', () => {
  test('is scrolled from end to end by bar, keys, wheel and number without an empty row', async ({ app, shell }) => {
    test.setTimeout(120_000);
    // More rows than fit the height that the grid may take, so that it squeezes them.
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'long.pcap'), 90_000)));
    await expect(app.status).toContainText('900,000 packets', { timeout: 60_000 });
    await expect(app.status).toContainText('loaded in', { timeout: 60_000 });
    await watchBlankRows(app.page);

    await dragScrollBar(app.page, 0, 1, 4000);
    await expect(app.row(900_000)).toBeInViewport();
    await dragScrollBar(app.page, 1, 0.4, 1000);
    await app.page.locator('.ag-row [col-id="source"]').nth(6).click();
    for (let press = 0; press < 15; press += 1) await app.page.keyboard.press('PageDown');
    await app.page.keyboard.press('Home');
    await expect(app.row(1)).toBeInViewport();
    await app.page.keyboard.press('End');
    await expect(app.row(900_000)).toBeInViewport();
    await expect.poll(() => app.selected()).toEqual(['900000']);
    await app.goToPacket(456_789);
    await expect(app.row(456_789)).toBeInViewport();
    await expect.poll(() => app.selected()).toEqual(['456789']);

    const firstSeen = () =>
      app.page.evaluate(() => {
        const top = (document.querySelector('.ag-grid-viewport') as HTMLElement).getBoundingClientRect().top + 27;
        const seen = [...document.querySelectorAll('.packet-grid .ag-row')]
          .filter((row) => row.getBoundingClientRect().top >= top)
          .map((row) => Number(row.getAttribute('row-index')));
        return Math.min(...seen);
      });
    const before = await firstSeen();
    await app.cell(456_789, 'source').hover();
    await app.page.mouse.wheel(0, 220);
    await expect.poll(firstSeen).toBeGreaterThan(before + 7);
    expect(await firstSeen()).toBeLessThan(before + 13);

    const { longest, longestFrame } = await blankRows(app.page);
    expect(longest).toBeLessThan(Math.max(200, longestFrame));
  });
});
