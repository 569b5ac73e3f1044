import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ColoringPage } from './pages/coloring-page';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';

/** A window with three web requests of ten packets each: SYN, SYN ACK, ACK, GET, ACK, 200, ACK, FIN, FIN, ACK. */
const test = shellTest.extend<{ app: ColoringPage }>({
  app: async ({ page, shell }, use) => {
    const app = new ColoringPage(page);
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    await expect(app.grid.locator('.ag-full-width-focus')).toBeVisible();
    // The rows are read again once, when all packets are loaded.
    await expect.poll(() => app.back(4)).not.toBe(clear);
    await use(app);
  },
});

test.use({ isConsoleWatched: true });

const clear = 'rgba(0, 0, 0, 0)';
const amber = 'rgb(255, 227, 163)';

test.use({ colorScheme: 'light' });

test.describe('coloring rules', () => {
  test('color what is in sight, and are off and on by a command', async ({ app, page }) => {
    const [opens, acknowledges, requests] = await Promise.all([app.back(2), app.back(3), app.back(4)]);
    expect(acknowledges).toBe(clear);
    expect(opens).not.toBe(clear);
    expect(requests).not.toBe(opens);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => app.back(4)).not.toBe(requests);
    await app.command('Color packets by the rules');
    await expect.poll(() => app.back(4)).toBe(clear);
  });

  test('stand in the tree of a packet, where they can be applied as a filter', async ({ app, page }) => {
    await app.cell(4, 'source').click();
    await app.field(/^Frame 4/).dblclick();
    await expect(app.field('Coloring rule: HTTP')).toBeVisible();
    await app.field('Coloring rule: HTTP').click({ button: 'right' });
    await app.choose('Apply as filter', 'Selected');
    await expect(app.filter).toHaveText('frame.coloring_rule.name == "HTTP"');
    await expect.poll(() => app.numbers()).toEqual(['4', '6', '14', '16', '24', '26']);
    await page.keyboard.press('Escape');
  });

  test('are made, seen on the rows at once, and say what is wrong with their filter', async ({ app, page }) => {
    await app.openRules();
    await page.getByRole('button', { name: 'New rule', exact: true }).click();
    await page.getByLabel('Name', { exact: true }).fill('From the client');
    await page.getByLabel('Colors packets that match').fill('ip.sorce == 192.0.2.10');
    await expect(app.dialog).toContainText('Column 1: there is no field ip.sorce');
    await expect(app.rule('From the client')).toContainText('idle: there is no field ip.sorce');
    await page.getByLabel('Colors packets that match').fill('ip.src == 192.0.2.10');
    await expect(app.dialog).not.toContainText('Column 1');
    await expect.poll(() => app.back(3)).toBe(amber);
    expect(await app.back(2)).not.toBe(amber);
    await page.getByRole('button', { name: /^Text: / }).click();
    await page.getByRole('button', { name: 'Problem, red', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => app.ink(3)).toBe('rgb(192, 34, 34)');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    await expect.poll(() => app.back(3)).toBe(amber);
  });

  test('are ordered by keys and by dragging, deleted and brought back', async ({ app, page }) => {
    await app.openRules();
    const [first, second, third] = await app.ruleNames();
    await expect(app.rule(first as string)).toBeFocused();
    await page.keyboard.press('Alt+ArrowDown');
    expect((await app.ruleNames()).slice(0, 3)).toEqual([second, first, third]);
    await expect(app.rule(first as string)).toBeFocused();
    const lines = app.rules.getByRole('listitem');
    await lines.nth(2).dragTo(lines.nth(0), { targetPosition: { x: 100, y: 3 } });
    expect((await app.ruleNames()).slice(0, 3)).toEqual([third, second, first]);
    await app.rule('HTTP').click();
    await page.keyboard.press('Delete');
    expect(await app.ruleNames()).not.toContain('HTTP');
    await expect.poll(() => app.back(4)).toBe(clear);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await app.ruleNames()).toContain('HTTP');
    await expect.poll(() => app.back(4)).not.toBe(clear);
    await app.dialog.getByLabel('Use HTTP').uncheck();
    await expect.poll(() => app.back(4)).toBe(clear);
  });

  test('come from Wireshark’s file and go into one', async ({ app, page }) => {
    await app.openRules();
    await app.dialog.locator('input[type="file"]').setInputFiles({
      name: 'colorfilters',
      mimeType: 'text/plain',
      buffer: Buffer.from('# mine\n@Answers@tcp.srcport == 80@[65535,58339,41891][0,0,0]\n'),
    });
    await expect.poll(() => app.back(2)).toBe(amber);
    expect((await app.ruleNames())[0]).toBe('Answers');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /Wireshark/ }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('colorfilters');
    const text = readFileSync(await file.path(), 'utf8');
    expect(text.split('\n')[0]).toBe('@Answers@tcp.srcport == 80@[65535,58339,41891][0,0,0]');
  });
});

test.describe('colors of conversations', () => {
  test('are given by keys and from the menu, and taken back', async ({ app, page }) => {
    await app.cell(12, 'info').click();
    await expect(app.tree).toHaveAccessibleName('Fields of packet 12');
    await page.keyboard.press('Alt+1');
    await expect.poll(() => app.back(13)).toBe(amber);
    expect(await app.back(14)).toBe(amber);
    expect(await app.back(4)).not.toBe(amber);
    await app.cell(4, 'source').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Color', exact: true }).click();
    await page.getByRole('menuitem', { name: 'TCP connection 0' }).click();
    await page.getByRole('menuitem', { name: /^Color 2/ }).click();
    await expect.poll(() => app.back(3)).toBe('rgb(201, 240, 212)');
    expect(await app.back(13)).toBe(amber);
    await app.cell(3, 'info').click();
    await page.keyboard.press('Alt+0');
    await expect.poll(() => app.back(13)).toBe(clear);
  });
});

for (const scheme of ['dark', 'light'] as const) {
  test(`puts no obstacle in anyone's way in the ${scheme} theme`, async ({ app, page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    expect(await app.obstacles('.packet-grid')).toEqual([]);
    await app.openRules();
    expect(await app.obstacles('[role="dialog"]')).toEqual([]);
    await page.getByRole('button', { name: /^Background: / }).click();
    await expect(page.getByRole('button', { name: 'Problem, red', exact: true })).toBeVisible();
    expect(await app.obstacles('[role="dialog"]')).toEqual([]);
  });
}
