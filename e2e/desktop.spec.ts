import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingRequirement } from './live/support/requirements';
import { LivePage } from './pages/live-page';
import { expect, test } from './support/desktop';
import { phase, titles, windowCount } from './support/desktop-windows';
import { writeSmallCapture } from './support/small-capture';

test('starts with one window, its page from the program’s own scheme', async ({ desktop }) => {
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  const url = await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getURL(), null);
  expect(url).toBe('app://wirestate/index.html');
  expect(await page.evaluate(() => window.wirestate.shell.info())).toMatchObject({
    kind: 'desktop',
    nativeDialogs: true,
  });
});

test('opens the file that it is started for', async ({ desktop, files }) => {
  const capture = writeSmallCapture(join(files, 'first.pcap'));
  await desktop.start(capture);
  await windowCount(desktop, 1);
  await expect.poll(async () => (await titles(desktop))[0]).toContain('first.pcap');
});

test('opens what a second start names in the window that is there and empty, then in a new one', async ({
  desktop,
  files,
}) => {
  const [first, second] = ['first.pcap', 'second.pcap'].map((name) => writeSmallCapture(join(files, name)));
  await desktop.start();
  await windowCount(desktop, 1);
  await desktop.startAgain(first);
  await expect.poll(async () => (await titles(desktop))[0]).toContain('first.pcap');
  await desktop.startAgain(second);
  await windowCount(desktop, 2);
  await expect.poll(async () => (await titles(desktop)).sort().join()).toMatch(/first\.pcap.*second\.pcap/);
});

test('opens through the menu and the dialog, and closes through the menu', async ({ desktop, files }) => {
  const capture = writeSmallCapture(join(files, 'chosen.pcap'));
  await desktop.start();
  await windowCount(desktop, 1);
  await desktop.inMain(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, capture);
  await desktop.clickMenu('open');
  await expect.poll(async () => (await titles(desktop))[0]).toContain('chosen.pcap');
  await desktop.clickMenu('close');
  await expect.poll(async () => (await titles(desktop))[0]).not.toContain('chosen.pcap');
});

test('makes a new window through the menu, each with its own capture', async ({ desktop, files }) => {
  await desktop.start(writeSmallCapture(join(files, 'first.pcap')));
  const [one] = await windowCount(desktop, 1);
  await desktop.clickMenu('new-window');
  const [, other] = await windowCount(desktop, 2);
  await expect.poll(() => phase(one, 1)).toBe('ready');
  const answer = await other.evaluate(() => window.wirestate.captures.state(1).catch((error: Error) => error.message));
  expect(answer).toContain('no open capture 1');
});

test('takes back through the menu what was done to a packet, or what was written', async ({ desktop, files }) => {
  await desktop.start(writeSmallCapture(join(files, 'first.pcap')));
  const [page] = await windowCount(desktop, 1);
  await expect.poll(() => phase(page, 1)).toBe('ready');
  const marked = page.getByText('1 marked', { exact: true });
  await page.getByRole('row').nth(1).click();
  await desktop.clickMenu('mark');
  await expect(marked).toBeVisible();
  await desktop.clickMenu('undo');
  await expect(marked).toBeHidden();
  await desktop.clickMenu('redo');
  await expect(marked).toBeVisible();
  const filter = page.getByRole('textbox', { name: 'Display filter' });
  await filter.click();
  await page.keyboard.type('tcp');
  await desktop.clickMenu('undo');
  await expect(filter).not.toContainText('tcp');
  await expect(marked).toBeVisible();
});

test('shows About through the menu', async ({ desktop }) => {
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  await desktop.clickMenu('about');
  await expect(page.getByRole('dialog')).toContainText('Wirestate');
});

test('opens a file that is dropped on the window, at its own place', async ({ desktop, files }) => {
  const capture = writeSmallCapture(join(files, 'dropped.pcap'));
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  await desktop.knowFile(page, capture);
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'to-drop' });
    document.body.append(input);
  });
  await page.locator('#to-drop').setInputFiles(capture);
  const path = await page.evaluate(async () => {
    const file = document.querySelector<HTMLInputElement>('#to-drop')?.files?.[0] as File;
    return window.wirestate.drop.pathOf(file, () => {});
  });
  expect(path).toBe(capture);
  await page.evaluate(() => {
    const file = document.querySelector<HTMLInputElement>('#to-drop')?.files?.[0] as File;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    const target = document.querySelector('#root')?.firstElementChild as Element;
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect.poll(async () => (await titles(desktop))[0]).toContain('dropped.pcap');
});

test('gives the window’s listener what happens, until it is ended', async ({ desktop }) => {
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  const heard = await page.evaluate(async () => {
    const themes: string[] = [];
    const end = window.wirestate.on('settings', ({ theme }) => themes.push(theme));
    await window.wirestate.settings.change({ theme: 'dark' });
    end();
    await window.wirestate.settings.change({ theme: 'light' });
    return themes;
  });
  expect(heard).toEqual(['dark']);
  expect(await desktop.inMain(({ nativeTheme }) => nativeTheme.themeSource, null)).toBe('light');
});

test('puts a window where the last one was, and back into sight where that is off every display', async ({
  desktop,
}) => {
  await desktop.start();
  await windowCount(desktop, 1);
  const bounds = { x: 60, y: 70, width: 900, height: 650 };
  await desktop.inMain(({ BrowserWindow }, where) => {
    const [window] = BrowserWindow.getAllWindows();
    window.setBounds(where);
    window.close();
  }, bounds);
  const stored = join(desktop.userDataFolder, 'window.json');
  await expect.poll(() => readBounds(stored)).toEqual(bounds);
  await desktop.stop();

  const boundsNow = () => desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds(), null);
  await desktop.start();
  await expect.poll(boundsNow).toEqual(bounds);
  await desktop.stop();

  writeFileSync(stored, JSON.stringify({ bounds: { ...bounds, x: 90_000 }, maximized: false, fullScreen: false }));
  await desktop.start();
  await expect.poll(async () => (await boundsNow())?.x).toBeLessThan(10_000);
});

function readBounds(path: string): unknown {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { bounds: unknown }).bounds;
  } catch {
    return null;
  }
}

test('asks before it closes a window with changes that were not saved', async ({ desktop }) => {
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  await page.evaluate(() => window.wirestate.shell.setTitle('a.pcap', '/tmp/a.pcap', true));
  const closeAnswering = (answer: number) =>
    desktop.inMain(({ BrowserWindow, dialog }, given) => {
      dialog.showMessageBoxSync = () => given;
      BrowserWindow.getAllWindows()[0].close();
    }, answer);
  await closeAnswering(2);
  await windowCount(desktop, 1);
  await closeAnswering(1);
  await expect.poll(async () => (await desktop.pages()).length).toBe(0);
});

test('ends the analysis with its window', async ({ desktop, files }) => {
  await desktop.start(writeSmallCapture(join(files, 'a.pcap')));
  await windowCount(desktop, 1);
  await desktop.clickMenu('new-window');
  const [page] = await windowCount(desktop, 2);
  await expect.poll(() => phase(page, 1)).toBe('ready');
  const workers = () =>
    desktop.inMain(
      () => process.getActiveResourcesInfo().filter((name) => /worker|messageport/i.test(name)).length,
      null,
    );
  const before = await workers();
  expect(before).toBeGreaterThan(0);
  await desktop.inMain(({ BrowserWindow }) => {
    const first = BrowserWindow.getAllWindows().sort((a, b) => a.webContents.id - b.webContents.id)[0];
    first.close();
  }, null);
  await windowCount(desktop, 1);
  await expect.poll(workers).toBeLessThan(before);
});

test('opens again what it had when its page is loaded again', async ({ desktop, files }) => {
  await desktop.start(writeSmallCapture(join(files, 'a.pcap')));
  const [page] = await windowCount(desktop, 1);
  await expect.poll(async () => (await titles(desktop))[0]).toContain('a.pcap');
  await page.reload();
  await windowCount(desktop, 1);
  await expect.poll(() => phase(page, 2)).toBe('ready');
  expect(await phase(page, 1)).toContain('no open capture 1');
});

test('goes on with a live capture while its page is loaded again', async ({ desktop }) => {
  const missing = missingRequirement('dumpcap');
  test.skip(missing !== null, missing ?? '');
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  const port = 38_000 + (process.pid % 1_000);
  const live = new LivePage(page, port);
  await live.start();
  await live.send(10);
  await expect(live.status).toContainText('10 captured');
  await page.reload();
  await windowCount(desktop, 1);
  await live.send(10);
  await expect(live.status).toContainText('20 captured');
  expect(await phase(page, 1)).toBe('following');
  expect(await page.evaluate(() => window.wirestate.live.stop(1).then(({ counters }) => counters.captured))).toBe(20);
});

test('loads a crashed page again with the capture that it had, and says so', async ({ desktop, files }) => {
  await desktop.start(writeSmallCapture(join(files, 'a.pcap')));
  await windowCount(desktop, 1);
  await expect.poll(async () => (await titles(desktop))[0]).toContain('a.pcap');
  await desktop.inMain(({ BrowserWindow, dialog }) => {
    const notices: string[] = [];
    (globalThis as { notices?: string[] }).notices = notices;
    dialog.showMessageBox = (async (options: { message: string }) => {
      notices.push(options.message);
      return { response: 0, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    const [window] = BrowserWindow.getAllWindows();
    window.setTitle('crashed');
    window.webContents.forcefullyCrashRenderer();
  }, null);
  await expect.poll(async () => (await titles(desktop))[0]).toContain('a.pcap');
  const notices = await desktop.inMain(() => (globalThis as { notices?: string[] }).notices, null);
  expect(notices).toEqual(['The window stopped working and was loaded again.']);
});
