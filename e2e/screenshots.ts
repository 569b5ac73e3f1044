/**
 * Takes the README's pictures of the built app, dark and light: `npx tsx e2e/screenshots.ts [NAME…]`, all without a name.
 * Needs `npm run build`; the one of a live capture needs dumpcap or tcpdump with its rights too.
 */
import { writeFileSync } from 'node:fs';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { ColoringPage } from './pages/coloring-page';
import { ConnectionsPage } from './pages/connections-page';
import { FilterPage } from './pages/filter-page';
import { FindPage } from './pages/find-page';
import { FlowPage } from './pages/flow-page';
import { GraphsPage } from './pages/graphs-page';
import { LivePage } from './pages/live-page';
import { StreamPage } from './pages/stream-page';
import { WindowPage } from './pages/window-page';
import { withBrowserShell } from './support/browser-shell';
import { chromiumOptions } from './support/chromium';
import { smallPng } from './support/small-png';

const resources = resolve(__dirname, '..', 'resources');
const samples = join(resources, 'samples');
const office = 'office-traffic.pcapng';
const lostSegment = 'one-lost-segment.pcap';
/** The packets of {@link lostSegment} that is lost, and that sends it again. */
const lost = 173;
const resend = 322;
/** A packet of {@link office} while most of its connections are open: a request. */
const busy = 241;

interface Picture {
  /** The sample that is open; none for what is seen before one is. */
  readonly sample?: string;
  /** Brings what the picture shows onto the page, at whose address the shell is. */
  readonly show: (page: Page, address: string) => Promise<void>;
}

const pictures: Readonly<Record<string, Picture>> = {
  welcome: { show: (page, address) => new WindowPage(page).openWelcome(address) },
  window: { sample: lostSegment, show: showWindow },
  flow: { sample: lostSegment, show: showFlow },
  sequence: { sample: lostSegment, show: showSequence },
  stream: { sample: office, show: showStream },
  connections: { sample: office, show: showConnections },
  endpoints: { sample: office, show: (page, address) => showPanel(page, address, 'Endpoints') },
  protocols: { sample: office, show: (page, address) => showPanel(page, address, 'Protocols') },
  states: { sample: office, show: (page, address) => showPanel(page, address, 'States') },
  statistics: { sample: office, show: showStatistics },
  filter: { sample: office, show: showFilter },
  find: { sample: office, show: showFind },
  coloring: { sample: office, show: showColoring },
  live: { show: showLive },
};

async function showWindow(page: Page, address: string): Promise<void> {
  const window = new WindowPage(page);
  await window.open(address);
  await window.goToPacket(resend);
}

async function showFlow(page: Page, address: string): Promise<void> {
  const flow = new FlowPage(page);
  await flow.open(address);
  await flow.goToPacket(resend);
  await maximize(page, 'Flow graph');
  await flow.line(resend).waitFor();
  // Back to what it repeats: all between is a few runs of bulk.
  await flow.ladder.hover();
  await page.mouse.wheel(0, -4_000);
  await flow.line(lost).waitFor();
}

async function showSequence(page: Page, address: string): Promise<void> {
  const graphs = new GraphsPage(page);
  await graphs.open(address);
  await graphs.goToPacket(resend);
  await graphs.openTab('Graphs');
  await maximize(page, 'Graphs');
  await graphs.layer(page.locator('.plot-sheet'), 'sack').first().waitFor();
  await graphs.drag(page.getByRole('application').first(), [0.77, 0.5], [0.91, 0.5]);
}

async function showStream(page: Page, address: string): Promise<void> {
  const stream = new StreamPage(page);
  await stream.open(address);
  await stream.apply('http');
  await stream.status.getByText('(').waitFor();
  await stream.cell(1, 'number').click();
  await page.keyboard.press('Control+Alt+Shift+T');
  await stream.lines.first().waitFor();
  await maximize(page, 'Follow stream');
}

async function showConnections(page: Page, address: string): Promise<void> {
  const connections = new ConnectionsPage(page);
  await connections.open(address);
  await connections.show('Connections');
  await connections.value(3, 'client').click();
}

async function showPanel(page: Page, address: string, title: string): Promise<void> {
  const window = new ConnectionsPage(page);
  await window.open(address);
  await window.goToPacket(busy);
  await window.show(title);
}

async function showStatistics(page: Page, address: string): Promise<void> {
  await showPanel(page, address, 'I/O and statistics');
  await maximize(page, 'I/O and statistics');
}

async function showFilter(page: Page, address: string): Promise<void> {
  const window = new FilterPage(page);
  await window.open(address);
  await window.apply('http or dns');
  await window.status.getByText('(').waitFor();
  await page.keyboard.type(' and http.re');
  await page.locator('.cm-tooltip-autocomplete').waitFor();
}

async function showFind(page: Page, address: string): Promise<void> {
  const find = new FindPage(page);
  await find.open(address);
  await page.keyboard.press('Control+f');
  await find.text.fill('GET /');
  await page.keyboard.press('Enter');
}

async function showColoring(page: Page, address: string): Promise<void> {
  const coloring = new ColoringPage(page);
  await coloring.open(address);
  await coloring.openRules();
}

/** Requests to a server of this script's own, on the loopback interface. */
async function showLive(page: Page, address: string): Promise<void> {
  const server = createServer((_, answer) =>
    answer.setHeader('Content-Type', 'application/json').end('{"state":"open"}'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const live = new LivePage(page, port);
  await live.openWelcome(address);
  await live.start('tcp');
  const agents = [1, 2].map(() => new Agent({ keepAlive: true, keepAliveMsecs: 60_000 }));
  let asked = 1000;
  const asking = setInterval(() => {
    const agent = agents[asked++ % agents.length] as Agent;
    get(`http://127.0.0.1:${port}/orders/${asked}`, { agent }, (answer) => answer.resume());
  }, 100);
  await live.status.getByText(/^[2-9]\d\d captured/).waitFor();
  clearInterval(asking);
}

const maximize = (page: Page, panel: string) => page.getByRole('button', { name: `Maximize ${panel}` }).click();

async function take(browser: Browser, name: string, { sample, show }: Picture): Promise<void> {
  await withBrowserShell(async ({ start }) => {
    const file = sample === undefined ? [] : [join(samples, sample)];
    const address = await start(...file, '--root', samples);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await show(page, address);
    // Nothing under the pointer stands out, and no hint is open.
    await page.mouse.move(640, 799);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(700);
      writeFileSync(join(resources, 'screenshots', `${name}-${colorScheme}.png`), smallPng(await page.screenshot()));
    }
    await page.close();
  });
}

async function takeAll(names: readonly string[]): Promise<void> {
  const browser = await chromium.launch({ ...chromiumOptions(), ignoreDefaultArgs: ['--hide-scrollbars'] });
  for (const name of names) {
    const picture = pictures[name];
    if (!picture) throw new Error(`There is no picture ${name}; there are ${Object.keys(pictures).join(', ')}.`);
    await take(browser, name, picture);
  }
  await browser.close();
  process.exit();
}

const named = process.argv.slice(2);
void takeAll(named.length > 0 ? named : Object.keys(pictures));
