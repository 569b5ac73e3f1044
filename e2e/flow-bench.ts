// What the ladder of a long connection costs: time to open, pictures a second while scrolling, memory of the page. Not a test: it
// takes a minute. Memory is that of the process that draws the page, as Linux counts it in smaps_rollup: its own is what it shares
// with nobody (Private_Clean and Private_Dirty), resident has the browser's code in it, too. After npm run build, on a machine that
// does nothing else:
//   npx tsx e2e/flow-bench.ts [FILE]      without a file, of a connection of 3,000,000 segments that is made for it
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { make } from './generator/make';
import { FlowPage } from './pages/flow-page';
import { withBrowserShell } from './support/browser-shell';
import { withChromium } from './support/chromium';

const scrolled = { turns: 300, everyMilliseconds: 16, pixels: 700 };
const turnsPerLook = 10;

async function main(): Promise<void> {
  await withBrowserShell(async (shell) => {
    const path = process.argv[2] ?? join(shell.captures, 'long.pcap');
    if (process.argv[2] === undefined) make({ kind: 'single', path });
    const address = await shell.start(path);
    await withChromium((browser) => measure(browser, address));
  });
}

async function measure(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const flow = new FlowPage(page);
  await flow.open(address);
  await flow.ladder.getByRole('option').first().waitFor();
  await report('with the capture open', browser);
  for (const turn of [1, 2, 3]) console.log(`opens in ${(await openingTime(page)).toFixed(0)} ms (${turn})`);
  for (const spacing of ['Even', 'To scale']) {
    await flow.panel.getByText(spacing).click();
    console.log(`${spacing}: ${await scrollLadder(flow)}`);
    await report(`after scrolling the ladder, ${spacing}`, browser);
  }
  await flow.ladder.hover();
  console.log(`at most while scrolling the ladder: ${(await scroll(page, browser)).toFixed(0)} MB its own`);
  await flow.grid.hover();
  const peak = await scroll(page, browser);
  await report('after scrolling the list', browser);
  console.log(`at most while scrolling the list: ${peak.toFixed(0)} MB its own`);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await page.waitForTimeout(500);
  await report('without what nobody needs any more', browser);
}

/** From asking for the panel until its lines are drawn, in milliseconds. */
async function openingTime(page: Page): Promise<number> {
  await page
    .getByRole('tab', { name: 'Graphs' })
    .or(page.locator('.dv-tab', { hasText: 'Graphs' }))
    .first()
    .click();
  await page.locator('.flow-panel').waitFor({ state: 'detached' });
  return page.evaluate(async () => {
    const tabs = [...document.querySelectorAll<HTMLElement>('.dv-tab')];
    const tab = tabs.find(({ textContent }) => textContent?.includes('Flow graph')) as HTMLElement;
    const began = performance.now();
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
      tab.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0 }));
    }
    while (document.querySelector('.lad-line .lad-label') === null) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
}

async function scrollLadder(flow: FlowPage): Promise<string> {
  await flow.ladder.hover();
  await flow.page.evaluate(watchPictures);
  await scroll(flow.page);
  const times = await flow.page.evaluate<number[]>('window.pictures');
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  const late = gaps.filter((gap) => gap > 25).length;
  const rate = ((gaps.length / whole) * 1000).toFixed(1);
  return `${rate} pictures a second, ${late} of ${gaps.length} late, the longest ${Math.max(...gaps).toFixed(0)} ms`;
}

/** Notes when each picture is drawn; a text, because what tsx makes of functions does not run in a page. */
const watchPictures = `(() => {
  const times = (window.pictures = []);
  requestAnimationFrame(function look(now) {
    if (window.pictures !== times) return;
    times.push(now);
    requestAnimationFrame(look);
  });
})()`;

/** @returns the most memory that the page had of its own, in MB, looked at now and then; 0 where no browser is given to ask */
async function scroll(page: Page, browser?: Browser): Promise<number> {
  let peak = 0;
  for (let turn = 0; turn < scrolled.turns; turn++) {
    await page.mouse.wheel(0, scrolled.pixels);
    await page.waitForTimeout(scrolled.everyMilliseconds);
    if (browser && turn % turnsPerLook === 0) peak = Math.max(peak, (await memoryOfPage(browser)).own);
  }
  return peak;
}

/** Memory of the process that draws the page. */
async function memoryOfPage(browser: Browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => memoryOf(id));
  await session.detach();
  return sizes.reduce((most, each) => (each.own > most.own ? each : most));
}

async function report(when: string, browser: Browser): Promise<void> {
  const { own, resident } = await memoryOfPage(browser);
  console.log(`${when}: ${own.toFixed(0)} MB its own, ${resident.toFixed(0)} MB resident`);
}

function memoryOf(process: number): { readonly own: number; readonly resident: number } {
  const memory = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  const size = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(memory)?.[1]) * 1024) / 1e6;
  return { own: size('Private_Clean') + size('Private_Dirty'), resident: size('Rss') };
}

void main();
