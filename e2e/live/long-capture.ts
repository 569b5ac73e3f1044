// An hour's worth of packets through a live capture with the window open: what it costs in memory, whether the page stays
// responsive, whether anything is lost. Not a test: it takes minutes. Run as root, after npm run build:
//   npx tsx e2e/live/long-capture.ts [--packets 5000000] [--rate PACKETS_A_SECOND] [--filter DISPLAY_FILTER] [--trace FILE.json] [FILE.pcap…]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { chromiumOptions } from '../support/chromium';
import { missingRequirement } from './support/requirements';

const root = resolve(__dirname, '..', '..');
const inside = 'WIRESTATE_LONG_CAPTURE';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    packets: { type: 'string', default: '5000000' },
    rate: { type: 'string', default: '0' },
    filter: { type: 'string', default: '' },
    trace: { type: 'string', default: '' },
  },
});
const packets = Number(values.packets);
const bytesAPacket = 443;
const traced = ['devtools.timeline', 'toplevel', 'v8'];

async function main(): Promise<void> {
  const missing = missingRequirement('dumpcap');
  if (missing !== null) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), 'wirestate-long-'));
  try {
    const files = positionals.length > 0 ? positionals : [make(folder)];
    for (const [device, other] of [['wslong', 'wsfar']] as const) {
      run('ip', 'link', 'set', 'lo', 'up');
      run('ip', 'link', 'add', device, 'mtu', '65535', 'type', 'veth', 'peer', 'name', other, 'mtu', '65535');
      for (const end of [device, other]) {
        run('sysctl', '-qw', `net.ipv6.conf.${end}.disable_ipv6=1`);
        run('ip', 'link', 'set', end, 'up');
      }
    }
    await measure(folder, files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function make(folder: string): string {
  const path = join(folder, 'made.pcap');
  const make = [
    'tsx',
    'e2e/generator/make.ts',
    'mixed',
    '--bytes',
    `${packets * bytesAPacket}`,
    '--seed',
    '1',
    '-w',
    path,
  ];
  execFileSync('npx', make, { cwd: root, stdio: 'inherit' });
  return path;
}

async function measure(folder: string, files: readonly string[]): Promise<void> {
  const shell = spawn(process.execPath, [join(root, 'out/main/cli.js'), 'serve', '--root', folder], {
    env: { ...process.env, WIRESTATE_USER_DATA: join(folder, 'user-data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((found) => {
    let printed = '';
    shell.stdout.on('data', (chunk) => {
      printed += chunk;
      const match = /http:\/\/\S+/.exec(printed);
      if (match) found(match[0]);
    });
  });
  const browser = await chromium.launch(chromiumOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(watchTasks);
    await page.goto(address);
    await begin(page);
    const before = residentBytes(shell.pid as number);
    if (values.trace !== '') await browser.startTracing(page, { path: values.trace, categories: traced });
    const sent = await replay(files);
    const read = await caughtUp(page, sent.count);
    if (values.trace !== '') await browser.stopTracing();
    const grown = residentBytes(shell.pid as number) - before;
    const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: PageTask[] }).tasks);
    const status = await statusOf(page);
    console.log(
      `sent ${sent.count} packets in ${sent.seconds.toFixed(1)} s (${Math.round(sent.count / sent.seconds)}/s)`,
    );
    console.log(`all in the window ${read.toFixed(1)} s after the last was sent`);
    console.log(
      `${(grown / sent.count).toFixed(1)} bytes a packet more in the program (${(grown / 1e6).toFixed(0)} MB)`,
    );
    const longest = [...tasks].sort((one, other) => other.milliseconds - one.milliseconds).slice(0, 5);
    const told = longest.map(({ at, milliseconds }) => `${milliseconds.toFixed(0)} ms after ${at.toFixed(1)} s`);
    console.log(`tasks of the page over 50 ms: ${tasks.length}, the longest ${told.join(', ')}`);
    console.log(status);
    await page.screenshot({ path: process.env.WIRESTATE_SCREENSHOT ?? join(folder, 'end.png') });
  } finally {
    await browser.close();
    shell.kill('SIGINT');
    await new Promise((ended) => shell.on('exit', ended));
  }
}

interface PageTask {
  /** Seconds since the page was opened. */
  readonly at: number;
  readonly milliseconds: number;
}

function watchTasks(): void {
  const tasks: PageTask[] = [];
  (globalThis as unknown as { tasks: PageTask[] }).tasks = tasks;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      tasks.push({ at: startTime / 1000, milliseconds: duration });
  }).observe({ entryTypes: ['longtask'] });
}

async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Capture', exact: true }).click();
  await page.getByRole('dialog', { name: 'Capture' }).getByLabel('wslong', { exact: true }).check();
  await page.getByRole('tab', { name: 'Options' }).click();
  await page.getByLabel("Kernel's buffer").fill('256');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('Waiting for the first packet').waitFor();
  if (values.filter !== '') {
    await page.keyboard.press('Control+l');
    await page.keyboard.type(values.filter);
    await page.keyboard.press('Enter');
  }
  // What the start of the capture took is not counted.
  await page.waitForTimeout(1_000);
  await page.evaluate(() => (globalThis as unknown as { tasks: PageTask[] }).tasks.splice(0));
}

async function replay(files: readonly string[]): Promise<{ count: number; seconds: number }> {
  const script = join(__dirname, 'support', 'replay.py');
  const child = spawn('python3', [script, 'wsfar', String(packets), values.rate, ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  await new Promise((ended) => child.on('close', ended));
  const [count = 0, seconds = 1] = printed.trim().split(' ').map(Number);
  return { count, seconds };
}

/** Waits until the window has read what was captured. @returns seconds that it took */
async function caughtUp(page: Page, sent: number): Promise<number> {
  const started = performance.now();
  let before = '';
  for (;;) {
    const text = await statusOf(page);
    const read = Number(/([\d,]+) packets/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
    const captured = Number(/([\d,]+) captured/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
    if (read >= sent || (read === captured && text.replace(/capturing [\d:]+/, '') === before)) break;
    before = text.replace(/capturing [\d:]+/, '');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
  return (performance.now() - started) / 1000;
}

const statusOf = (page: Page): Promise<string> =>
  page.locator('.status-bar').evaluate((bar) => Array.from(bar.children, (part) => part.textContent).join(' | '));

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

if (process.env[inside]) void main();
else {
  // A network of its own, in which nothing else goes by.
  const again = ['--net', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  execFileSync('unshare', again, { stdio: 'inherit', env: { ...process.env, [inside]: '1' } });
}
