import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { readCapture } from '../main/files/read-everything';
import { childrenOf } from './live/support/capturing';
import { because, missingRequirement } from './live/support/requirements';
import { LivePage } from './pages/live-page';
import { expect, test as shellTest } from './support/browser-shell';

const missing = missingRequirement('dumpcap');
let ports = 0;

const test = shellTest.extend<{ live: LivePage; address: string }>({
  address: async ({ shell }, use) => use(await shell.start()),
  live: async ({ page, address }, use) => {
    const live = new LivePage(page, 30_000 + (process.pid % 1_000) * 8 + (ports++ % 8));
    await live.openWelcome(address);
    await use(live);
  },
});

test.describe(`live capture${because(missing)}`, () => {
  test.skip(missing !== null, missing ?? '');

  test('from a wrong filter over packets that arrive to the file that has them', async ({ live, shell }) => {
    await live.openDialog();
    await live.captureDialog.getByLabel('lo', { exact: true }).check();
    await live.filter.fill(`udp port ${live.port} andd`);
    await expect(live.captureDialog.getByText('The filter does not compile: syntax error.')).toBeVisible();
    await expect(live.startButton).toBeDisabled();
    expect(await live.obstacles()).toEqual([]);
    await live.filter.fill(`udp port ${live.port}`);
    await live.startButton.click();
    await live.page.getByText('Waiting for the first packet on lo').waitFor();

    await live.send(250);
    await expect(live.status).toContainText('250 captured');
    await expect.poll(async () => (await live.numbers()).at(-1)).toBe(250);
    // Display filters apply to what arrives.
    await live.page.keyboard.press('Control+l');
    await live.page.keyboard.type('frame.len > 200');
    await live.page.keyboard.press('Enter');
    await expect(live.status).toContainText('0 displayed');
    await live.send(5, 300);
    await live.send(5);
    await expect(live.status).toContainText('5 displayed');
    await live.command('Clear the display filter');

    await live.page.keyboard.press('Control+e');
    await expect(live.status).toContainText('Capturing was stopped');
    await expect(live.status).toContainText('none dropped');
    await expect(live.status).toContainText('260 packets');
    await live.saveAs('kept.pcapng');
    await live.command('Close the capture');
    await live.page.getByRole('button', { name: /^kept.pcapng/ }).click();
    await live.status.getByText('loaded in').waitFor();
    await expect(live.status).toContainText('260 packets');
    const { packets, warnings } = await readCapture(join(shell.captures, 'kept.pcapng'));
    expect(warnings).toEqual([]);
    const numbers = packets.map(({ data }) => Number.parseInt(Buffer.from(data.subarray(42)).toString(), 10));
    expect(numbers).toEqual(Array.from({ length: 260 }, (_, at) => at));
  });

  test('stays at the newest packets until one scrolls up, and again from the end on', async ({ live }) => {
    await live.start();
    await live.send(100);
    await expect.poll(async () => (await live.numbers()).at(-1)).toBe(100);
    await live.grid.hover();
    await live.page.mouse.wheel(0, -600);
    const newest = live.page.getByRole('button', { name: 'Newest packets' });
    await expect(newest).toBeVisible();
    const before = (await live.numbers()).at(-1);
    await live.send(100);
    await expect(live.status).toContainText('200 captured');
    expect((await live.numbers()).at(-1)).toBe(before);
    await newest.click();
    await expect.poll(async () => (await live.numbers()).at(-1)).toBe(200);
    await live.send(50);
    await expect.poll(async () => (await live.numbers()).at(-1)).toBe(250);
    await live.page.mouse.wheel(0, -600);
    await expect(newest).toBeVisible();
    await live.page.mouse.wheel(0, 5_000);
    await expect(newest).toBeHidden();
    await live.send(50);
    await expect.poll(async () => (await live.numbers()).at(-1)).toBe(300);
  });

  test('does not ask while it grows for what is behind another tab', async ({ live, page }) => {
    const asked: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        asked.push(...(/stream\.open|flow\.shape/.exec(payload.toString('latin1')) ?? []));
      }),
    );
    await page.reload();
    await live.start();
    await live.send(20);
    const tab = (name: string) => page.getByRole('tab', { name, exact: true });
    await tab('Flow graph').click();
    await expect(live.status).toContainText('20 captured');
    // The first question may still be on its way.
    await page.waitForTimeout(1_000);
    asked.length = 0;
    await live.send(20);
    await expect(live.status).toContainText('40 captured');
    await page.waitForTimeout(1_000);
    expect(asked).not.toContain('stream.open');
    await tab('Follow stream').click();
    await live.send(20);
    await expect.poll(() => asked).toContain('stream.open');
  });

  test('asks before what is not saved is lost, and remembers its options', async ({ live }) => {
    await live.start();
    await live.send(10);
    await expect(live.status).toContainText('10 captured');
    await live.page.keyboard.press('Alt+w');
    await expect(live.dialog).toContainText('10 packets captured on lo are in a temporary file only');
    await live.dialog.getByRole('button', { name: 'Cancel' }).click();
    await live.page.keyboard.press('Control+Shift+r');
    await live.dialog.getByRole('button', { name: 'Discard' }).click();
    await expect(live.page.getByText('Waiting for the first packet on lo')).toBeVisible();
    await live.send(3);
    await expect(live.status).toContainText('3 captured');
    await live.page.keyboard.press('Control+e');
    await expect(live.status).toContainText('Capturing was stopped');
    await live.page.keyboard.press('Alt+w');
    await live.dialog.getByRole('button', { name: 'Discard' }).click();
    await live.page.getByRole('heading', { name: 'Open a capture' }).waitFor();
    await expect(live.page.getByText('Captured and not saved')).toBeHidden();
    // The one key starts with the options of the last time.
    await live.page.keyboard.press('Control+e');
    await expect(live.page.getByText(`udp port ${live.port}`)).toBeVisible();
  });

  test('goes on while its page is loaded again', async ({ live }) => {
    await live.start();
    await live.send(10);
    await expect(live.status).toContainText('10 captured');
    await live.page.reload();
    await live.send(10);
    await expect(live.page.getByText('Capturing went on meanwhile')).toBeVisible();
    await expect(live.status).toContainText('20 captured');
    await expect.poll(async () => (await live.numbers()).at(-1)).toBe(20);
  });

  test('says that the capture process was killed, and keeps what it had', async ({ live, shell }) => {
    await live.start();
    await live.send(30);
    await expect(live.status).toContainText('30 captured');
    const child = childrenOf(shell.processId()).find((pid) => argumentsOf(pid).includes('capture-child'));
    process.kill(child as number, 'SIGKILL');
    const notice = live.page.getByRole('alert').filter({ hasText: 'the capture process died' });
    await expect(notice).toBeVisible();
    await expect.poll(async () => (await live.numbers()).at(-1)).toBe(30);
    await notice.getByRole('button', { name: 'Capture again' }).click();
    await live.dialog.getByRole('button', { name: 'Discard' }).click();
    await expect(live.page.getByText('Waiting for the first packet on lo')).toBeVisible();
    await live.send(7);
    await expect(live.status).toContainText('7 captured');
  });

  test('goes on when its page is killed and loaded again', async ({ live, page, address }) => {
    await live.start();
    await live.send(10);
    await expect(live.status).toContainText('10 captured');
    // What the tab remembers outlives its process; a page that crashed cannot be driven on, so another one is given that memory.
    const memory = await page.evaluate(() => ({ ...sessionStorage }));
    const crashed = page.waitForEvent('crash');
    const devtools = await page.context().newCDPSession(page);
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    await live.send(10);
    const again = new LivePage(await page.context().newPage(), live.port);
    await again.openWelcome(address);
    await again.page.evaluate((kept) => Object.assign(sessionStorage, kept), memory);
    await again.page.reload();
    await expect(again.page.getByText('Capturing went on meanwhile')).toBeVisible();
    await live.send(10);
    await expect(again.status).toContainText('30 captured');
    await expect.poll(async () => (await again.numbers()).at(-1)).toBe(30);
  });

  test('tells of times that are not the kernel’s', async ({ live }) => {
    const lacking = missingRequirement('cap');
    test.skip(lacking !== null, lacking ?? '');
    await live.openDialog();
    await live.captureDialog.getByLabel('lo', { exact: true }).check();
    await live.filter.fill(`udp port ${live.port}`);
    await live.captureDialog.getByRole('tab', { name: 'Options' }).click();
    await live.captureDialog.getByRole('combobox', { name: 'Backend' }).click();
    await live.page.getByRole('option', { name: /^cap,/ }).click();
    await live.startButton.click();
    await expect(live.page.getByText('Waiting for the first packet')).toBeVisible();
    await live.send(5);
    await expect(live.status).toContainText('5 captured');
    await expect(live.status).toContainText('timestamps by Wirestate');
  });

  test('turns to each new file of a ring, through the display filter that is set', async ({ live, shell }) => {
    await live.openDialog();
    await live.captureDialog.getByLabel('lo', { exact: true }).check();
    await live.filter.fill(`udp port ${live.port}`);
    await live.captureDialog.getByRole('tab', { name: 'Output' }).click();
    await live.captureDialog.getByLabel('A file of yours').click();
    await live.page.getByRole('textbox', { name: 'Name' }).fill('ring.pcapng');
    await live.page.getByRole('button', { name: 'Save here' }).click();
    await live.captureDialog.getByLabel(/^A ring of files/).check();
    await live.captureDialog.getByLabel('Seconds').fill('2');
    await live.captureDialog.getByLabel('Files kept').fill('2');
    await live.startButton.click();
    await live.page.getByText('Waiting for the first packet on lo').waitFor();
    await live.page.keyboard.press('Control+l');
    await live.page.keyboard.type('frame.len > 200');
    await live.page.keyboard.press('Enter');
    // Of each file only the two long ones are shown, whichever it is by now.
    let sent = 0;
    await expect(async () => {
      await live.send(3);
      await live.send(1, 300);
      sent += 4;
      await expect(live.status).toContainText(/ring_0000[3-9]/, { timeout: 400 });
    }).toPass({ timeout: 20_000 });
    const lengths = live.grid.locator('.ag-row [col-id="length"]');
    // Between two files there is a moment without rows, and files follow each other whether there are packets or not.
    const shown = async () => {
      await live.send(1);
      await live.send(1, 300);
      sent += 2;
      return [...new Set(await lengths.allTextContents())];
    };
    await expect.poll(shown, { timeout: 20_000 }).toEqual(['300']);
    await live.page.keyboard.press('Control+e');
    await expect(live.status).toContainText('Capturing was stopped');
    await expect(live.status).toContainText(`${sent} captured`);
    expect(readdirSync(shell.captures).filter((name) => name.startsWith('ring_')).length).toBeLessThanOrEqual(2);
  });

  test('calls off a start that takes long, by the key that starts', async ({ shell, page }) => {
    const path = process.env.PATH;
    const folder = join(shell.folder, 'slow');
    mkdirSync(folder);
    const slow = `#!/bin/sh\ncase " $* " in *" -w "*) exec sleep 60;; esac\nPATH='${path}' exec dumpcap "$@"\n`;
    writeFileSync(join(folder, 'dumpcap'), slow, { mode: 0o755 });
    process.env.PATH = `${folder}:${path}`;
    const address = await shell.start().finally(() => {
      process.env.PATH = path;
    });
    const live = new LivePage(page, 9);
    await live.openWelcome(address);
    await live.openDialog();
    await live.captureDialog.getByLabel('lo', { exact: true }).check();
    await live.startButton.click();
    await live.captureDialog.getByRole('button', { name: 'Call off' }).click();
    await expect(live.captureDialog.getByRole('button', { name: 'Cancel' })).toBeVisible();
    await expect(live.startButton).toBeEnabled();
    await live.startButton.click();
    await expect(live.captureDialog.getByRole('button', { name: 'Call off' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Starting' })).toBeVisible();
    await page.keyboard.press('Control+e');
    await expect(page.getByRole('button', { name: 'Capture', exact: true })).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('a stream is followed while it is captured, at its end where one has gone there', async ({ live, page }) => {
    await live.start('tcp');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(live.port, '127.0.0.1', resolve));
    const client = connect(live.port, '127.0.0.1');
    try {
      const [socket] = (await once(server, 'connection')) as [Socket];
      const say = (from: number, to: number) => {
        for (let line = from; line <= to; line++) socket.write(`line ${line}\n`);
      };
      say(1, 60);
      await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Follow stream' }).click();
      const lines = page.locator('.stream-line.is-data');
      const scroller = page.locator('.stream-scroller');
      await expect(scroller).toHaveAttribute('aria-label', /61 lines/);
      await expect(lines.filter({ hasText: /^line 1$/ })).toBeVisible();
      await page.getByRole('textbox', { name: 'Find in the stream' }).fill('LINE');
      await expect(page.locator('.stream-find-count')).toHaveText('1 of 60');
      say(61, 70);
      await expect(page.locator('.stream-find-count')).toHaveText('1 of 70');
      // Who reads at the start is left there.
      await expect(lines.filter({ hasText: /^line 1$/ })).toBeVisible();
      await scroller.focus();
      await page.keyboard.press('End');
      await expect(lines.filter({ hasText: /^line 70$/ })).toBeInViewport();
      say(71, 100);
      await expect(lines.filter({ hasText: /^line 100$/ })).toBeInViewport();
    } finally {
      client.destroy();
      server.close();
      await page.keyboard.press('Control+e');
    }
    await expect(live.status).toContainText('Capturing was stopped');
  });

  test('offers what a killed program left behind', async ({ live, shell, page }) => {
    // It starts program and page twice.
    test.slow();
    await live.start();
    await live.send(40);
    await expect(live.status).toContainText('40 captured');
    await shell.kill();
    await expect(page.getByText('The connection to Wirestate is lost')).toBeVisible();
    const again = new LivePage(await page.context().newPage(), live.port);
    await again.openWelcome(await shell.start());
    await page.close();
    await again.page
      .getByRole('button', { name: /Captured on lo/ })
      .first()
      .click();
    await expect(again.status).toContainText('40 packets');
    await expect(again.status).toContainText('left behind');
    await again.saveAs('recovered.pcapng');
    expect((await readCapture(join(shell.captures, 'recovered.pcapng'))).packets).toHaveLength(40);
  });
});

const argumentsOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
