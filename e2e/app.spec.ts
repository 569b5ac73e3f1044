import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blankRows, dragScrollBar, watchBlankRows } from './pages/blank-rows';
import { writeCutCapture, writeWebCapture } from './pages/web-capture';
import { WindowPage } from './pages/window-page';
import { expect, test as shellTest } from './support/browser-shell';

/** A window on the browser shell, with a capture of three web requests. */
const test = shellTest.extend<{ app: WindowPage; opened: WindowPage }>({
  app: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    page.on('dialog', (dialog) => faults.push(`a dialog of the page: ${dialog.message()}`));
    await use(new WindowPage(page));
    expect(faults).toEqual([]);
  },
  opened: async ({ app, shell }, use) => {
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    await use(app);
  },
});

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

test.describe('fields and bytes', () => {
  test('a field lights its bytes, a byte selects its field', async ({ opened }) => {
    await opened.goToPacket(4);
    await opened.field(/^Sequence/i).click();
    await expect.poll(() => opened.litBytes()).toEqual([38, 39, 40, 41]);
    await opened.byte(22).hover();
    await expect(opened.page.locator('.byte-hex .is-hovered')).not.toHaveCount(0);
    await opened.byte(22).click();
    const selected = opened.page.locator('[role="treeitem"][aria-selected="true"]');
    await expect(selected).toContainText('64');
    await expect.poll(() => opened.litBytes()).toEqual([22]);
    await opened.page.keyboard.press('ArrowRight');
    await expect.poll(() => opened.litBytes()).toEqual([23]);
  });

  test('the tree is walked by keys and remembers what is open', async ({ opened }) => {
    const { keyboard } = opened.page;
    await opened.field(/^Ethernet/).click();
    await keyboard.press('ArrowRight');
    await expect(opened.field(/^Ethernet/)).toHaveAttribute('aria-expanded', 'true');
    await keyboard.press('Control+ArrowDown');
    await expect(opened.tree).toHaveAccessibleName('Fields of packet 2');
    await expect(opened.field(/^Ethernet/)).toHaveAttribute('aria-expanded', 'true');
    await keyboard.press('ArrowLeft');
    await expect(opened.field(/^Ethernet/)).toHaveAttribute('aria-expanded', 'false');
    await keyboard.press('Control+ArrowLeft');
    await expect(opened.page.locator('[role="treeitem"][aria-expanded="true"]')).toHaveCount(0);
  });

  test('copies a field in many shapes and makes it a column', async ({ opened }) => {
    await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const clipboard = () => opened.page.evaluate(() => navigator.clipboard.readText());
    await opened.goToPacket(4);
    const copied = async (item: string) => {
      await opened.field(/^Destination Port/i).click({ button: 'right' });
      await opened.page.getByRole('menuitem', { name: item }).click();
      return clipboard();
    };
    expect(await copied('Copy value')).toBe('80');
    expect(await copied('Copy field == value')).toBe('tcp.dstport == 80');
    expect(await copied('Copy hex stream')).toBe('0050');
    expect(await copied('Copy escaped string')).toBe('"\\x00P"');
    expect(await copied('Copy C array')).toContain('tcp_dstport[2] = {\n  0x00, 0x50\n};');
    await opened.field(/^Destination Port/i).click({ button: 'right' });
    await opened.page.getByRole('menuitem', { name: 'Apply as column' }).click();
    await expect(opened.cell(4, 'field:tcp.dstport')).toHaveText('80');
    await expect(opened.cell(2, 'field:tcp.dstport')).toHaveText('40000');
  });
});

test.describe('marks and comments', () => {
  test('marks, comments and time references are shown, saved, and asked about before they are lost', async ({
    opened,
    shell,
  }) => {
    const { keyboard } = opened.page;
    await opened.cell(3, 'source').click();
    await keyboard.press('Control+m');
    await expect(opened.row(3)).toHaveClass(/row-marked/);
    await expect(opened.status).toContainText('1 marked');
    await keyboard.press('Control+t');
    await expect(opened.cell(3, 'time')).toHaveText('*REF*');
    await expect(opened.cell(4, 'time')).toHaveText('0.001000');
    await keyboard.press('Control+Alt+c');
    await opened.dialog.getByLabel('Comment', { exact: true }).fill('Why so late? <b>');
    await opened.dialog.getByRole('button', { name: 'Keep comment' }).click();
    await expect(opened.status).toContainText('1 comment');
    await expect(opened.cell(3, 'info')).toContainText('Comment');

    await opened.status.getByRole('button', { name: '1 comment' }).click();
    await expect(opened.dialog).toContainText('Why so late? <b>');
    await keyboard.press('Escape');

    await opened.command('Close the capture');
    await expect(opened.dialog).toContainText('are not saved');
    await opened.dialog.getByRole('button', { name: 'Save', exact: true }).click();
    // A pcap file cannot hold the comment, so a name for a pcapng file is asked for.
    await opened.dialog.getByLabel('Name').fill('kept.pcapng');
    await opened.dialog.getByRole('button', { name: 'Save here' }).click();
    await expect(opened.page.getByRole('heading', { name: 'Open a capture' })).toBeVisible();
    const kept = readFileSync(join(shell.captures, 'kept.pcapng'));
    expect(kept.readUInt32LE(0)).toBe(0x0a0d0d0a);
    expect(kept.includes('Why so late? <b>')).toBe(true);
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

test.describe('files', () => {
  test('a file is found by typing its first letters and opened by Enter', async ({ app, shell }) => {
    for (const name of ['alpha', 'beta', 'gamma']) writeWebCapture(join(shell.captures, `${name}.pcap`));
    await app.openWelcome(await shell.start());
    await app.page.keyboard.press('Control+o');
    await expect(app.dialog.getByRole('option', { name: /gamma/ })).toBeVisible();
    await app.page.keyboard.type('ga');
    await expect(app.dialog.getByRole('option', { selected: true })).toContainText('gamma.pcap');
    await app.page.keyboard.press('Enter');
    await expect(app.status).toContainText('gamma.pcap');
    await app.command('Close the capture');
    await expect(app.page.getByRole('button', { name: /gamma\.pcap/ }).first()).toBeVisible();
  });

  test('a dropped file opens', async ({ app, shell }) => {
    const bytes = readFileSync(writeWebCapture(join(shell.folder, 'dropped.pcap'))).toString('base64');
    await app.openWelcome(await shell.start());
    const files = await app.page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], 'dropped.pcap'));
      return transfer;
    }, bytes);
    await app.page.dispatchEvent('.window', 'dragenter', { dataTransfer: files });
    await expect(app.page.getByText('Drop the capture to open it')).toBeVisible();
    await app.page.dispatchEvent('.window', 'drop', { dataTransfer: files });
    await expect(app.status).toContainText('30 packets');
  });

  test('what is no capture gets a sentence, and the way back stays open', async ({ app, shell }) => {
    const path = join(shell.captures, 'notes.txt');
    writeFileSync(path, 'These are notes and no packets.');
    await app.openWelcome(await shell.start(path));
    await expect(app.page.getByRole('alert')).toContainText('notes.txt was not opened');
    await expect(app.page.getByRole('button', { name: /^Open a file/ })).toBeVisible();
  });

  test('a capture cut short shows what precedes the cut and says where it is', async ({ app, shell }) => {
    await app.open(await shell.start(writeCutCapture(join(shell.captures, 'cut.pcap'))));
    await expect(app.status).toContainText('9 packets');
    await app.status.getByRole('button', { name: /fault|warning/ }).click();
    await expect(app.dialog).toContainText(/byte [\d,]+/);
  });

  test('selected packets are exported', async ({ opened, shell }) => {
    await opened.cell(2, 'source').click();
    await opened.cell(5, 'source').click({ modifiers: ['Shift'] });
    await opened.page.keyboard.press('Control+Shift+E');
    await opened.dialog.getByLabel('Selected packets (4)').check();
    await opened.dialog.getByRole('button', { name: 'Choose where to write…' }).click();
    await opened.dialog.getByLabel('Name').fill('part.pcap');
    await opened.dialog.getByRole('button', { name: 'Save here' }).click();
    const path = join(shell.captures, 'part.pcap');
    await expect.poll(() => existsSync(path)).toBe(true);
    await expect(opened.page.getByText(/^4 packets written to/)).toBeVisible();
    // Three segments of 54 bytes and the request, each behind a record header of 16.
    const request = readFileSync(path).length - 24 - 4 * 16 - 3 * 54;
    expect(request).toBeGreaterThan(100);
  });

  test('the properties tell what the file says of itself', async ({ opened }) => {
    await opened.command('Capture properties');
    await expect(opened.dialog).toContainText('Ethernet (1)');
    await expect(opened.dialog).toContainText('2015-12-01');
  });
});

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

  for (const theme of ['dark', 'light'] as const) {
    test(`holds no obstacle in the ${theme} theme`, async ({ app, shell }) => {
      // axe reads the whole page eight times.
      test.setTimeout(120_000);
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
      for (const title of ['Columns…', 'Export packets…', 'Keyboard shortcuts', 'Capture properties', 'Decode as…']) {
        await app.command(title);
        await app.dialog.getByRole('button').first().waitFor();
        await expect(app.dialog).toHaveCSS('opacity', '1');
        expect(await app.obstacles(), title).toEqual([]);
        await app.page.keyboard.press('Escape');
        await expect(app.dialog).toHaveCount(0);
      }
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
