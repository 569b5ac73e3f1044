import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCutCapture, writeWebCapture } from './pages/web-capture';
import { expect, test } from './pages/web-window';

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
    await app.openWelcome(await shell.start());
    await app.page.keyboard.press('Control+o');
    await app.dialog.getByRole('option', { name: /notes\.txt/ }).dblclick();
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

test.describe('marks and comments', () => {
  test('marks, comments and time references are shown, saved, and asked about before they are lost', async ({
    opened,
    shell,
  }) => {
    const { keyboard } = opened.page;
    await opened.cell(3, 'source').click();
    // The keys are for the packet that is shown; the list tells the window of a click a moment later.
    await expect(opened.tree).toHaveAccessibleName('Fields of packet 3');
    await keyboard.press('Control+m');
    await expect(opened.row(3).locator('.row-cells')).toHaveClass(/row-marked/);
    await expect(opened.status).toContainText('1 marked');
    await keyboard.press('Control+t');
    await expect(opened.cell(3, 'time')).toHaveText('*REF*');
    await expect(opened.cell(4, 'time')).toHaveText('0.001000');
    await keyboard.press('Control+Alt+c');
    await opened.dialog.getByLabel('Comment', { exact: true }).fill('Why so late? <b>');
    await opened.dialog.getByRole('button', { name: 'Keep comment' }).click();
    await expect(opened.status).toContainText('1 comment');
    await expect(opened.cell(3, 'info')).toContainText('Comment');

    for (let taken = 0; taken < 3; taken++) await keyboard.press('Control+z');
    await expect(opened.status).not.toContainText('comment');
    await expect(opened.status).not.toContainText('marked');
    await expect(opened.cell(4, 'time')).not.toHaveText('0.001000');
    for (let again = 0; again < 3; again++) await keyboard.press('Control+Shift+Z');
    await expect(opened.row(3).locator('.row-cells')).toHaveClass(/row-marked/);
    await expect(opened.cell(3, 'time')).toHaveText('*REF*');
    await expect(opened.status).toContainText('1 comment');

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
