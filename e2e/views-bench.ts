// How long each view takes to open: from the click until its first content is drawn, each for the first time, in Chromium. Not a
// test. After npm run build, on a machine that does nothing else:
//   npx tsx e2e/views-bench.ts FILE...
import type { Browser, Page } from '@playwright/test';
import { WindowPage } from './pages/window-page';
import { withBrowserShell } from './support/browser-shell';
import { withChromium } from './support/chromium';

/** What is clicked, and what is then looked for. */
interface View {
  readonly name: string;
  readonly content: string;
  click(page: Page): Promise<void>;
}

const patienceMilliseconds = 8_000;
const loadMilliseconds = 120_000;

const rail = (title: string) => (page: Page) =>
  page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: title }).click();
const shown = (panel: string, choice: string) => (page: Page) =>
  page.locator(panel).getByText(choice, { exact: true }).click();

/** Opens the list of graphs, which is no part of what is measured, and chooses. */
const graph = (title: string) => (page: Page) => page.getByRole('option', { name: title, exact: true }).click();

const table = (name: string) => `section[aria-label="${name}"] .ag-cell`;
const sheet = (begins: string) => `section[aria-label^="${begins} of connection"] svg.recharts-surface`;

const views: readonly View[] = [
  { name: 'flow graph', click: rail('Flow graph'), content: '.lad-line .lad-label' },
  { name: 'flow graph of all packets', click: shown('.flow-panel', 'Displayed'), content: '.is-of-hosts .lad-line' },
  { name: 'follow stream', click: rail('Follow stream'), content: '.stream-line' },
  { name: 'time/sequence', click: rail('Graphs'), content: sheet('Time / sequence') },
  ...['Round trip', 'Round trip by sequence', 'Throughput', 'Window'].map((title) => ({
    name: title.toLowerCase(),
    click: graph(title),
    content: sheet(title),
  })),
  { name: 'connections', click: rail('Connections'), content: table('TCP connections') },
  { name: 'endpoints', click: rail('Endpoints'), content: table('Endpoints') },
  { name: 'protocols', click: rail('Protocols'), content: '[aria-label="Protocols"] tbody tr' },
  { name: 'states of sockets', click: rail('States'), content: table('Sockets') },
  { name: 'I/O', click: rail('I/O and statistics'), content: '.statistics path[data-layer]' },
  { name: 'connections by state', click: shown('.statistics', 'States'), content: '.statistics path[data-layer]' },
  {
    name: 'response times',
    click: shown('.statistics', 'Response times'),
    content: '[aria-label="Response times in numbers"], [aria-label="Response times"] svg.recharts-surface',
  },
  { name: 'lengths', click: shown('.statistics', 'Lengths'), content: '[aria-label="Packet lengths in numbers"]' },
  { name: 'talkers', click: shown('.statistics', 'Talkers'), content: '[aria-label="Addresses by bytes"]' },
];

/** Notes the next click and how long after it something is there that was not there at it; a text, as tsx's functions are not the page's. */
const watch = (selector: string) => `(() => {
  const there = () => [...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.checkVisibility());
  window.opening = new Promise((resolve) => addEventListener('pointerdown', () => {
    const [began, before] = [performance.now(), new Set(there())];
    (function look() {
      const isThere = there().some((each) => !before.has(each));
      if (isThere || performance.now() - began > ${patienceMilliseconds}) resolve(isThere ? performance.now() - began : -1);
      else requestAnimationFrame(look);
    })();
  }, { capture: true, once: true }));
})()`;

async function openingTime(page: Page, view: View): Promise<number> {
  if (view.content.startsWith('section') && view.name !== 'time/sequence') {
    await page.getByRole('combobox', { name: 'Graph', exact: true }).click();
  }
  await page.evaluate(watch(view.content));
  await view.click(page);
  return page.evaluate<number>('window.opening');
}

async function measure(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const window = new WindowPage(page);
  const began = performance.now();
  await page.goto(address);
  await window.grid.locator('.row-cell').filter({ hasText: /./ }).first().waitFor();
  print('first packets, from the address', performance.now() - began);
  await window.status.getByText('loaded in').waitFor({ timeout: loadMilliseconds });
  // The second packet is one of TCP in both captures that are made for measuring; the first is not.
  await window.cell(2, 'info').click();
  // The three pictures stand in front of one another; none may have been drawn when it is measured.
  for (const title of ['Flow graph', 'Graphs', 'Follow stream']) await closeIfSeen(page, title);
  for (const view of views) {
    print(view.name, await openingTime(page, view));
  }
  await comparison(page, window);
  await page.close();
}

/** Two connections side by side, from the menu of the table, where there are two. */
async function comparison(page: Page, window: WindowPage): Promise<void> {
  const lines = page.locator('section[aria-label="TCP connections"] .ag-row');
  await rail('Connections')(page);
  if ((await lines.count()) < 2) return;
  await lines.nth(0).locator('.ag-cell').nth(1).click();
  await lines
    .nth(1)
    .locator('.ag-cell')
    .nth(1)
    .click({ modifiers: ['Control'] });
  await lines.nth(1).locator('.ag-cell').nth(1).click({ button: 'right' });
  const compare: View = {
    name: 'two connections side by side',
    content: '.flow-panel .lad-line',
    click: () => page.getByRole('menuitem', { name: /^Compare/ }).click(),
  };
  print(compare.name, await openingTime(window.page, compare));
}

async function closeIfSeen(page: Page, title: string): Promise<void> {
  const entry = page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: title });
  if ((await entry.getAttribute('aria-pressed')) === 'true') await entry.click();
}

function print(name: string, milliseconds: number): void {
  const text = milliseconds < 0 ? `not within ${patienceMilliseconds} ms` : `${milliseconds.toFixed(0).padStart(6)} ms`;
  console.log(`${name.padEnd(34)}${text}`);
}

async function main(): Promise<void> {
  const paths = process.argv.slice(2);
  if (paths.length === 0) throw new Error('Name the captures to open: npx tsx e2e/views-bench.ts FILE...');
  for (const path of paths) {
    console.log(path);
    await withBrowserShell(async (shell) => {
      const address = await shell.start(path);
      await withChromium((browser) => measure(browser, address));
    });
  }
}

void main();
