import { join } from 'node:path';
import { expect, test } from './support/desktop';
import { phase, windowCount } from './support/desktop-windows';
import { writeSmallCapture } from './support/small-capture';

test('isolates its pages: nothing of Node or Electron is in them, and the bridge cannot be changed', async ({
  desktop,
}) => {
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(found).toEqual([]);
  const changed = await page.evaluate(() => {
    const replace = (target: object, key: string) => Reflect.set(target, key, () => 'replaced');
    return [replace(window.wirestate, 'shell'), replace(window.wirestate.shell, 'info'), replace(window, 'wirestate')];
  });
  expect(changed).toEqual([false, false, false]);
  const preferences = await desktop.inMain(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0].webContents as unknown as { getLastWebPreferences(): object };
    return contents.getLastWebPreferences();
  }, null);
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('answers no page but its own', async ({ desktop }) => {
  await desktop.start();
  await windowCount(desktop, 1);
  await desktop.inMain(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0].webContents as unknown as {
      getLastWebPreferences(): { preload: string };
    };
    const { preload } = contents.getLastWebPreferences();
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    void stranger.loadURL('data:text/html,<div id="root"><p>stranger</p></div>');
  }, null);
  const pages = await windowCount(desktop, 2);
  const answers = await Promise.all(
    pages.map((page) =>
      page.evaluate(() =>
        window.wirestate.files.roots().then(
          () => 'answered',
          (error: Error) => error.message,
        ),
      ),
    ),
  );
  expect(answers).toEqual(['answered', 'Only Wirestate’s own windows are answered.']);
});

test('is led nowhere else', async ({ desktop, files }) => {
  await desktop.start(writeSmallCapture(join(files, 'a.pcap')));
  const [page] = await windowCount(desktop, 1);
  await expect.poll(() => phase(page, 1)).toBe('ready');
  await desktop.inMain(({ shell }) => {
    const opened: string[] = [];
    shell.openExternal = async (url) => void opened.push(url);
    (globalThis as { opened?: string[] }).opened = opened;
  }, null);
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    const frame = Object.assign(document.createElement('iframe'), { src: 'https://example.org/' });
    document.body.append(frame);
    window.open('https://example.org/');
    window.open('https://www.rfc-editor.org/rfc/rfc9293');
  });
  const opened = () => desktop.inMain(() => (globalThis as { opened?: string[] }).opened, null);
  await expect.poll(opened).toEqual(['https://www.rfc-editor.org/rfc/rfc9293']);
  expect(page.url()).toBe(before);
  expect(await phase(page, 1)).toBe('ready');
  await windowCount(desktop, 1);
});

test('runs no script that a page was talked into', async ({ desktop }) => {
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  const result = await page.evaluate(async () => {
    const blocked: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => blocked.push(effectiveDirective));
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.injected = true' }));
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.injected = true">');
    await fetch('https://example.org/').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { injected: 'injected' in window, blocked };
  });
  expect(result.injected).toBe(false);
  expect(result.blocked).toEqual(expect.arrayContaining(['script-src-elem', 'script-src-attr', 'connect-src']));
});

test('serves nothing outside of the renderer’s folder', async ({ desktop }) => {
  await desktop.start();
  const [page] = await windowCount(desktop, 1);
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/index.html', '/../main/index.js', '/%2e%2e/main/index.js', '/..%2fmain/index.js', '/..%5cmain/index.js'].map(
        (path) =>
          fetch(path).then(
            ({ status }) => status,
            () => 'failed',
          ),
      ),
    ),
  );
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});
