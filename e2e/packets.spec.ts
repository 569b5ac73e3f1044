import { expect, test } from './pages/web-window';

test.describe('packets', () => {
  test('shows every column of a packet, the first one selected with its fields and bytes', async ({ opened }) => {
    await expect(opened.row(1)).toBeVisible();
    await expect(opened.status).toContainText('30 packets');
    await expect(opened.cell(2, 'source')).toHaveText('198.51.100.20');
    await expect(opened.cell(2, 'destination')).toHaveText('192.0.2.10');
    await expect(opened.cell(2, 'protocol')).toHaveText('TCP');
    await expect(opened.cell(2, 'length')).toHaveText('54');
    await expect(opened.cell(2, 'flags')).toHaveText('SA');
    await expect(opened.cell(2, 'stream')).toHaveText('0');
    await expect(opened.cell(12, 'stream')).toHaveText('1');
    await expect(opened.cell(2, 'time')).toHaveText('0.001000');
    await expect(opened.tree).toHaveAccessibleName('Fields of packet 1');
    await expect(opened.byte(53)).toBeVisible();
  });

  test('shows text of a capture literally', async ({ opened }) => {
    await expect(opened.cell(4, 'info')).toContainText('<img src=x onerror=alert(1)>\\x1b[31m\\u{202e}gnp.exe');
    await expect(opened.page.locator('.packet-grid img')).toHaveCount(0);
  });

  test('goes by arrows, Ctrl and arrows, Home, End, by number, and back in history', async ({ opened }) => {
    const { keyboard } = opened.page;
    await opened.cell(3, 'source').click();
    await keyboard.press('ArrowDown');
    await expect.poll(() => opened.selected()).toEqual(['4']);
    await opened.field('Frame 4').click();
    await keyboard.press('Control+ArrowDown');
    await expect(opened.tree).toHaveAccessibleName('Fields of packet 5');
    await expect(opened.tree).toBeFocused();
    await opened.cell(5, 'source').click();
    await keyboard.press('End');
    await expect.poll(() => opened.selected()).toEqual(['30']);
    await keyboard.press('Home');
    await expect.poll(() => opened.selected()).toEqual(['1']);
    await opened.goToPacket(17);
    await expect.poll(() => opened.selected()).toEqual(['17']);
    await keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => opened.selected()).toEqual(['1']);
    await keyboard.press('Alt+ArrowRight');
    await expect.poll(() => opened.selected()).toEqual(['17']);
  });

  test('says which numbers there are when asked for another', async ({ opened }) => {
    await opened.goToPacket(31);
    await expect(opened.dialog).toContainText('Packets are numbered 1 to 30.');
  });

  test('sorts by a column, backwards, and not at all', async ({ opened }) => {
    const heading = opened.heading('Length');
    await heading.getByRole('button').click();
    await expect(heading).toHaveAttribute('aria-sort', 'ascending');
    await expect(opened.cell(1, 'length')).toHaveText('54');
    await heading.getByRole('button').click();
    await expect(heading).toHaveAttribute('aria-sort', 'descending');
    // The three requests are longer than anything else.
    const longest = () => Promise.all([1, 2, 3].map((place) => opened.cell(place, 'number').textContent()));
    await expect.poll(async () => (await longest()).sort()).toEqual(['14', '24', '4']);
    await heading.getByRole('button').click();
    await expect(heading).not.toHaveAttribute('aria-sort', /./);
    await expect(opened.cell(1, 'number')).toHaveText('1');
  });

  test('copies a value, and packets as text and CSV', async ({ opened }) => {
    await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const clipboard = () => opened.page.evaluate(() => navigator.clipboard.readText());
    await opened.cell(2, 'source').click();
    await opened.page.keyboard.press('Control+c');
    await expect.poll(clipboard).toBe('198.51.100.20');
    await opened.cell(4, 'source').click({ modifiers: ['Shift'] });
    await expect.poll(() => opened.selected()).toEqual(['2', '3', '4']);
    await opened.command('Copy packets as CSV');
    await expect.poll(clipboard).toMatch(/^"No\.","Time",.*\r\n"2","0\.001000".*\r\n"3",.*\r\n"4",/s);
    await opened.command('Copy packets as text');
    await expect.poll(clipboard).toMatch(/^No\. {2}Time .*\n2 {4}0\.001000/);
  });
});

test.describe('columns and times', () => {
  test('columns are added from fields, hidden, and there again after a reload', async ({ opened }) => {
    await opened.page.keyboard.press('Control+Shift+L');
    await opened.dialog.getByLabel('Add a column from a field').fill('ip.ttl');
    await opened.page.getByRole('option', { name: /^ip\.ttl / }).click();
    await opened.dialog.getByLabel('Show Flags').uncheck();
    await opened.dialog.getByRole('button', { name: 'Done' }).click();
    await expect(opened.cell(1, 'field:ip.ttl')).toHaveText('64');
    await expect(opened.heading('Flags')).toHaveCount(0);
    await opened.page.reload();
    await expect(opened.cell(1, 'field:ip.ttl')).toHaveText('64');
    await expect(opened.heading('Flags')).toHaveCount(0);
  });

  test('times are shown in every way, to the last digit', async ({ opened }) => {
    const show = async (format: string) => {
      await opened.page.getByRole('button', { name: /^Time format/ }).click();
      await opened.page.getByRole('menuitem', { name: format, exact: true }).click();
    };
    await show('Seconds since 1970');
    await expect(opened.cell(2, 'time')).toHaveText('1448984988.001007');
    await show('UTC');
    await show('Date and time');
    await expect(opened.cell(2, 'time')).toHaveText('2015-12-01 15:49:48.001007Z');
    await show('Time of day');
    await expect(opened.cell(2, 'time')).toHaveText('15:49:48.001007');
    await show('Since previous');
    await expect(opened.cell(3, 'time')).toHaveText('0.001000');
    await show('Since start');
    await expect(opened.cell(3, 'time')).toHaveText('0.002000');
  });
});
