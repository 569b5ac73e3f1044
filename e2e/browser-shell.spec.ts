import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/browser-shell';
import { writeSmallCapture } from './support/small-capture';
import { openTunnel } from './support/tunnel';

const isReady = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('#root')?.childElementCount ?? 0) > 0 && 'wirestate' in window);

/** Opens a socket from a page. @returns what came of it */
const socketFrom = (page: Page, port: string, token: string) =>
  page.evaluate(
    ([to, with_]) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${to}/session`, ['wirestate', `token.${with_}`]);
        socket.onopen = () => resolve('open');
        socket.onerror = () => resolve('refused');
      }),
    [port, token],
  );

/** Asks with headers and a path that fetch would not send. */
function statusOf(address: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end();
  });
}

test('opens the file that it was started for, and takes the token out of the address', async ({ shell, page }) => {
  const address = await shell.start(writeSmallCapture(join(shell.captures, 'first.pcap')));
  await page.goto(address);
  await expect.poll(() => page.title()).toContain('first.pcap');
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect.poll(() => page.title()).toContain('first.pcap');
});

test('refuses a page without the token or with a wrong one', async ({ shell, page, browser }) => {
  const address = await shell.start();
  for (const wrong of [address.replace(/\?.*/, ''), `${address}x`, address.replace(/token=.*/, 'token=')]) {
    const response = await page.goto(wrong);
    expect(response?.status()).toBe(403);
    await expect(page.locator('body')).toContainText('ends in a token');
  }
  // Another tab of the same browser has the cookie, but not the token.
  await page.goto(address);
  await isReady(page);
  const tab = await page.context().newPage();
  await tab.goto(address.replace(/\?.*/, ''));
  await expect(tab.locator('body')).toContainText('ends in a token');
  const stranger = await browser.newPage();
  expect((await stranger.goto(address.replace(/\?.*/, '')))?.status()).toBe(403);
  await stranger.close();
});

test('refuses a socket from another page, even with the token', async ({ shell, page }) => {
  const address = await shell.start();
  const { port, searchParams } = new URL(address);
  const token = searchParams.get('token') ?? '';
  await page.goto(address);
  await isReady(page);
  expect(await socketFrom(page, port, token)).toBe('open');
  expect(await socketFrom(page, port, 'wrong')).toBe('refused');
  // Served from another port of the same machine: the same site to a browser, but another origin.
  const tunnel = await openTunnel(Number(port));
  const foreign = await page.context().newPage();
  await foreign.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<p>foreign</p>' }));
  await foreign.goto(`http://127.0.0.1:${tunnel.port}/`);
  expect(await socketFrom(foreign, port, token)).toBe('refused');
  await tunnel.close();
});

test('refuses names that are not loopback’s, and paths that lead out', async ({ shell }) => {
  const address = await shell.start();
  const { port, search } = new URL(address);
  expect(await statusOf(address, `/${search}`, {})).toBe(200);
  expect(await statusOf(address, `/${search}`, { host: `rebound.example:${port}` })).toBe(421);
  for (const path of ['/../main/cli.js', '/%2e%2e/main/cli.js', '/..%2fmain%2fcli.js', '/assets/../../../package.json'])
    expect([path, await statusOf(address, `${path}${search}`, {})]).toEqual([path, 404]);
});

test('opens a file that is dropped on the page, and removes its copy at the end', async ({ shell, page }) => {
  test.skip(process.platform === 'win32', 'Windows has no interrupt that a process can send another');
  const uploads = () => readdirSync(shell.temporary).filter((name) => /^wirestate-[A-Za-z0-9]{6}$/.test(name));
  const dropped = writeSmallCapture(join(shell.folder, 'dropped.pcap'), 5);
  await page.goto(await shell.start());
  await isReady(page);
  const own = uploads();
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'to-drop' }));
  });
  await page.locator('#to-drop').setInputFiles(dropped);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const file = document.querySelector<HTMLInputElement>('#to-drop')?.files?.[0];
    if (file) dataTransfer.items.add(file);
    for (const type of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => page.title()).toContain('dropped.pcap');
  expect(await page.evaluate(() => window.wirestate.files.recent())).toEqual([]);
  expect(own.length).toBeGreaterThan(0);
  expect(await shell.interrupt()).toBe(0);
  expect(uploads()).toEqual([]);
});

test('lets the picker look into its roots and nowhere else', async ({ shell, page }) => {
  mkdirSync(join(shell.captures, 'inner'));
  writeSmallCapture(join(shell.captures, 'inner', 'found.pcap'));
  symlinkSync(shell.folder, join(shell.captures, 'way-out'), 'junction');
  await page.goto(await shell.start());
  await isReady(page);
  await page.keyboard.press('Control+o');
  const picker = page.getByRole('dialog');
  await expect(picker).toContainText('inner');
  await expect(picker).not.toContainText('way-out');
  await picker.getByText('inner', { exact: true }).dblclick();
  await picker.getByText('found.pcap').dblclick();
  await expect.poll(() => page.title()).toContain('found.pcap');
  for (const path of [shell.folder, '/', join(shell.captures, 'way-out'), `${shell.captures}/../user-data`]) {
    const answer = page.evaluate(
      (folder) => window.wirestate.files.folder(folder).catch((error: Error) => error.message),
      path,
    );
    expect(await answer).toContain('outside the folders');
  }
});

test('gives a page whose connection was cut its capture back, through a tunnel too', async ({ shell, page }) => {
  const address = new URL(await shell.start(writeSmallCapture(join(shell.captures, 'kept.pcap'))));
  const tunnel = await openTunnel(Number(address.port));
  address.port = String(tunnel.port);
  await page.goto(address.href);
  await expect.poll(() => page.title()).toContain('kept.pcap');
  await page.evaluate(() => {
    const told: boolean[] = [];
    window.wirestate.on('connection', ({ up }) => told.push(up));
    Object.assign(window, { told });
  });
  const told = () => page.evaluate(() => (window as unknown as { told: boolean[] }).told);
  tunnel.cut();
  await expect.poll(told).toEqual([false]);
  await expect(page.getByText('connection to Wirestate is lost')).toBeVisible();
  const late = page.evaluate(() => window.wirestate.captures.state(1));
  tunnel.mend();
  await expect.poll(told, { timeout: 15_000 }).toEqual([false, true]);
  // A call made while the connection was down was kept until it was back.
  expect(await late).toMatchObject({ id: 1, name: 'kept.pcap', packets: 3 });
  await tunnel.close();
});

test('says what is wrong where its port is taken', async ({ shell }) => {
  const { port } = new URL(await shell.start());
  await expect(shell.start('--port', port)).rejects.toThrow('serve ended with 1');
});
