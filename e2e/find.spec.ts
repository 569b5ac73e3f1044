import { join } from 'node:path';
import { FindPage } from './pages/find-page';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';

/** A window with a capture of three web requests of ten packets each, of which the fourth is the request. */
const test = shellTest.extend<{ app: FindPage }>({
  app: async ({ page, shell }, use) => {
    const app = new FindPage(page);
    await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
    await expect(app.grid.locator('.ag-full-width-focus')).toBeVisible();
    await page.keyboard.press('Control+f');
    await expect(app.text).toBeFocused();
    await use(app);
  },
});

test.use({ isConsoleWatched: true });

test('finds a text: counts, marks, goes on, back, and round the end', async ({ app, page }) => {
  await page.keyboard.type('get /');
  await expect(app.count).toHaveText('3 matches');
  await expect.poll(() => app.marks()).toHaveLength(3);
  for (const [at, mark] of (await app.marks()).entries()) expect(mark).toBeCloseTo((3 + at * 10) / 30, 1);
  await page.keyboard.press('Enter');
  await expect.poll(() => app.selected()).toEqual(['4']);
  await expect(app.count).toHaveText('1 of 3');
  await page.keyboard.press('F3');
  await expect(app.count).toHaveText('2 of 3');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.selected()).toEqual(['24']);
  await page.keyboard.press('Enter');
  await expect(app.count).toHaveText('From the top: 1 of 3');
  await page.keyboard.press('Shift+Enter');
  await expect(app.count).toHaveText('From the end: 3 of 3');
  await page.keyboard.press('Shift+F3');
  await expect(app.count).toHaveText('2 of 3');
  await expect(app.text).toBeFocused();
  // Keys go on from the list too, and other packets are no match.
  await app.cell(12, 'source').click();
  await expect(app.count).toHaveText('3 matches');
  await page.keyboard.press('Control+b');
  await expect.poll(() => app.selected()).toEqual(['4']);
});

test('tells small letters from capitals where that is asked', async ({ app, page }) => {
  await page.keyboard.type('get /');
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect(app.count).toHaveText('No match');
});

test('finds bytes and lights them', async ({ app }) => {
  await app.choose('What to find', 'Hex');
  await app.text.fill('47 45 54');
  await app.text.press('Enter');
  await expect(app.count).toHaveText('1 of 3');
  await expect.poll(() => app.foundBytes()).toEqual([54, 55, 56]);
  await app.text.fill('47 4');
  await expect(app.fault).toContainText('write 04 for 4');
});

test('finds in the field tree, and opens it there', async ({ app, page }) => {
  await app.choose('Where to find it', 'Fields');
  await app.text.fill('host: shop');
  await app.text.press('Enter');
  await expect(app.tree).toHaveAccessibleName('Fields of packet 4');
  await expect(app.field('Host: shop.example')).toHaveAttribute('aria-selected', 'true');
  await app.choose('Where to find it', 'Bytes');
  await expect(app.count).toHaveText('1 of 3');
  await page.keyboard.press('F3');
  await expect(app.tree).toHaveAccessibleName('Fields of packet 14');
  await expect.poll(() => app.foundBytes()).toHaveLength('host: shop'.length);
});

test('says what is wrong with a regular expression', async ({ app }) => {
  await app.choose('What to find', 'Regex');
  await app.text.fill('HTTP/1\\.1 [2');
  await expect(app.fault).toContainText('regular expression');
  await app.text.fill('^HTTP/1\\.1 [2-5]00');
  await expect(app.fault).toBeHidden();
  await expect(app.count).toHaveText('3 matches');
});

test('finds by filter among the displayed packets, in their order', async ({ app, page }) => {
  await app.choose('What to find', 'Filter');
  await app.text.fill('tcp.flags.sny == 1');
  await expect(app.fault).toContainText('tcp.flags.syn');
  await app.text.fill('tcp.flags.syn == 1');
  await expect(app.count).toHaveText('1 of 6');
  await app.apply('tcp.stream != 1');
  await expect(app.status).toContainText('20 displayed');
  await expect(app.count).toHaveText('1 of 4');
  await app.heading('No.').getByRole('button').click();
  await app.heading('No.').getByRole('button').click();
  await expect(app.cell(1, 'number')).toHaveText('30');
  await app.text.focus();
  await page.keyboard.press('Enter');
  // From packet 1, the last one of this order, it goes round to packet 22.
  await expect(app.count).toHaveText('From the top: 1 of 4');
  await expect.poll(() => app.selected()).toEqual(['22']);
});

test('remembers what was looked for, and closes with Escape', async ({ app, page }) => {
  await page.keyboard.type('GET');
  await page.keyboard.press('Enter');
  await expect(app.count).toHaveText('1 of 3');
  await app.text.fill('hello');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await expect(app.text).toHaveValue('GET');
  await page.keyboard.press('Escape');
  await expect(app.findBar).toBeHidden();
  await expect(page.locator('.find-marks')).toHaveCount(0);
  await page.keyboard.press('Control+f');
  await expect(app.text).toHaveValue('GET');
  await expect(app.count).toHaveText('1 of 3');
});

for (const scheme of ['dark', 'light'] as const) {
  test(`puts no obstacle in anyone's way in the ${scheme} theme`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await app.choose('Where to find it', 'Bytes');
    await app.text.fill('GET');
    await app.text.press('Enter');
    await expect(app.count).toHaveText('1 of 3');
    expect(await app.obstacles('.find-bar')).toEqual([]);
    await app.choose('What to find', 'Regex');
    await app.text.fill('(');
    await expect(app.fault).toBeVisible();
    expect(await app.obstacles('.find-bar')).toEqual([]);
  });
}
