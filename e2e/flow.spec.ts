import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { ConnectionsPage } from './pages/connections-page';
import { FlowPage } from './pages/flow-page';
import { LOSS, TWO_LOSSES, turns, writeLossCapture } from './pages/loss-capture';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';

/** A window with a connection that loses one segment; every number below is that of loss-capture.ts. */
const test = shellTest.extend<{ app: FlowPage; loss: FlowPage }>({
  app: async ({ page }, use) => {
    await page.setViewportSize({ width: 1500, height: 1400 });
    await use(new FlowPage(page));
  },
  loss: async ({ app, shell }, use) => {
    await app.open(await shell.start(writeLossCapture(join(shell.captures, 'loss.pcap'))));
    await expect(app.line(26)).toBeVisible();
    await use(app);
  },
});

test.describe('one lost segment', () => {
  test('is a broken arrow, three numbered duplicates, and a resend that points back at it', async ({ loss }) => {
    await expect(loss.line(7).locator('[data-fate="lost-later"]').first()).toBeVisible();
    await expect(loss.line(7).locator('[data-mark="lost"]')).toBeVisible();
    await expect(loss.line(7)).toHaveAccessibleName(/seq 69 .*len 1000 never arrived sent again as 14/);
    await expect(loss.ladder.locator('[data-mark="lost"]')).toHaveCount(1);
    for (const number of [1, 2, 3]) {
      const packet = 10 + number;
      await expect(loss.line(packet)).toContainText(`dup ${number} of 3`);
      await expect(loss.line(packet)).toContainText('asks for 69');
      await expect(loss.line(packet).locator(`[data-sack="1069-${1069 + 1000 * number}"]`)).toBeVisible();
      await expect(loss.link('first', packet, 6)).toHaveCount(1);
      await expect(loss.link('hole', packet, 7)).toHaveCount(1);
    }
    await expect(loss.line(14)).toContainText('Retransmission');
    await expect(loss.line(14)).toContainText('of 7, 20.5 ms later');
    await expect(loss.line(14)).toHaveAccessibleName(/lost; SACK showed the gap/);
    await expect(loss.link('resend', 14, 7)).toHaveCount(1);
  });

  test('stands between both ends, each in its state, with the packet that brought it there', async ({ loss }) => {
    const lane = (node: number, state: string) => loss.ladder.locator(`[data-node="${node}"][data-state="${state}"]`);
    await expect(lane(0, 'SYN_SENT')).toHaveAttribute('data-packet', '1');
    await expect(lane(1, 'SYN_RCVD')).toHaveAttribute('data-packet', '2');
    await expect(lane(1, 'ESTABLISHED')).toHaveAttribute('data-packet', '3');
    await expect(lane(0, 'CLOSED')).toHaveAttribute('data-packet', '26');
    // The window of the client is closed from packet 24 to packet 25.
    await expect(lane(0, 'zero window')).toHaveAttribute('data-packet', '24');
    await expect(loss.lines('pause')).toContainText('300 ms');
    await expect(loss.line(1)).toContainText('MSS 1460, SACK');
    await expect(loss.panel).toContainText('captured next to the server');
    await lane(1, 'SYN_RCVD').click();
    await expect(loss.tree).toHaveAccessibleName('Fields of packet 2');
  });

  test('text of the capture is shown literally', async ({ loss }) => {
    await expect(loss.line(4)).toContainText('GET /<b onclick=alert(1)>\\x1b[31m\\u{202e}gnp.ex');
    await expect(loss.line(4)).toHaveAccessibleName(/gnp\.exe HTTP\/1\.1/);
    await expect(loss.line(5)).toContainText('HTTP/1.1 200 OK');
    await expect(loss.ladder.locator('b')).toHaveCount(0);
  });
});

test('a segment that was never captured is drawn where it must have been', async ({ app, shell }) => {
  const seen = LOSS.filter((_, index) => index !== 6);
  await app.open(await shell.start(writeLossCapture(join(shell.captures, 'before.pcap'), seen)));
  await expect(app.lines('lost')).toHaveAccessibleName(/seq 69 len 1000 never arrived sent again as 13/);
  await expect(app.lines('lost').locator('[data-fate="lost-before"]').first()).toBeVisible();
  await expect(app.link('resend', 13, 0)).toHaveCount(1);
  await expect(app.link('hole', 10, 0)).toHaveCount(1);
});

test.describe('moving about', () => {
  test('a line selects its packet everywhere, and a packet its line', async ({ loss }) => {
    await loss.line(9).locator('.lad-row').click();
    await expect(loss.tree).toHaveAccessibleName('Fields of packet 9');
    await expect.poll(() => loss.selected()).toEqual(['9']);
    await loss.goToPacket(14);
    await expect(loss.line(14)).toHaveAttribute('aria-selected', 'true');
    // A packet inside a run selects the run.
    await loss.goToPacket(20);
    await expect(loss.line(15)).toHaveAttribute('aria-selected', 'true');
  });

  test('what the pointer is at on the ladder is marked in the list, and the reverse', async ({ loss }) => {
    await loss.line(5).locator('.lad-row').hover();
    await expect(loss.grid.locator('.ag-row[data-hovered] [col-id="number"]')).toHaveText('5');
    await loss.cell(4, 'number').hover();
    await expect(loss.line(4)).toHaveAttribute('data-hovered');
    await expect(loss.ladder.locator('[data-hovered]')).toHaveCount(1);
    await loss.status.hover();
    await expect(loss.ladder.locator('[data-hovered]')).toHaveCount(0);
    await loss.line(14).locator('.lad-row').hover();
    await expect(loss.ladder.locator('.lad-line title')).toContainText('lost; SACK showed the gap');
  });

  test('by keys: lines, problems, ends, runs', async ({ loss }) => {
    const { keyboard } = loss.page;
    const isAt = (packet: number) => expect(loss.cursor).toHaveAttribute('data-packet', String(packet));
    await loss.line(3).locator('.lad-row').click();
    await isAt(3);
    await keyboard.press('ArrowDown');
    await isAt(4);
    await keyboard.press('k');
    await isAt(3);
    for (const problem of [7, 11, 14, 24, 26]) {
      await keyboard.press('n');
      await isAt(problem);
    }
    await keyboard.press('p');
    await isAt(24);
    await keyboard.press('Home');
    await isAt(1);
    await keyboard.press('End');
    await isAt(26);
    await expect(loss.tree).toHaveAccessibleName('Fields of packet 26');
  });

  test('bulk is one line, and opens', async ({ loss }) => {
    await expect(loss.line(15)).toHaveAttribute('data-kind', 'run');
    await expect(loss.line(15)).toContainText('8 segments, 8.00 kB');
    await loss.line(15).locator('.lad-row').click();
    await loss.page.keyboard.press('Enter');
    await expect(loss.line(19)).toBeVisible();
    await expect(loss.line(15)).toHaveAttribute('data-kind', 'segment');
    await loss.line(15).locator('.lad-row').click();
    await loss.page.keyboard.press('Enter');
    await expect(loss.line(19)).toHaveCount(0);
    await loss.page.getByRole('button', { name: 'Collapse bulk data' }).click();
    await expect(loss.line(19)).toBeVisible();
  });

  test('lines spaced by time are further apart the longer the time between them', async ({ loss }) => {
    const at = async (packet: number) => {
      const place = await loss.line(packet).getAttribute('transform');
      return Number(/translate\(0 ([-\d.]+)\)/.exec(place ?? '')?.[1]);
    };
    const even = (await at(3)) - (await at(2));
    expect((await at(2)) - (await at(1))).toBe(even);
    await loss.panel.getByText('To scale').click();
    await expect.poll(async () => (await at(3)) - (await at(2))).toBeGreaterThan(5 * ((await at(2)) - (await at(1))));
  });
});

test.describe('what is taken away', () => {
  test('SVG, PNG and text files say what the ladder says', async ({ loss }) => {
    const save = (item: string) => saved(loss, item);
    const svg = await save('Save as SVG');
    expect(svg.name).toBe('flow-tcp-0.svg');
    const words = svg.bytes.toString();
    expect(words).toContain('never arrived');
    expect(words).toContain('&lt;b onclick=alert(1)&gt;');
    expect(words).not.toMatch(/var\(--|<b /);
    const shown = await loss.page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      return { name: root.nodeName, crosses: root.querySelectorAll('.lad-cross').length };
    }, words);
    expect(shown).toEqual({ name: 'svg', crosses: 1 });
    const png = await save('Save as PNG');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const text = (await save('Save as text')).bytes.toString();
    expect(text).toMatch(/^ +7 +0\.041200 .*198\.51\.100\.20:80 --x 192\.0\.2\.10:40000 .*never arrived/m);
    expect(text).toMatch(/^ +1 .* SYN .*\[192\.0\.2\.10:40000 SYN_SENT, 198\.51\.100\.20:80 LISTEN\]$/m);
  });

  test('a part: what is on screen, or every packet of a run', async ({ loss }) => {
    await loss.line(15).locator('.lad-row').click();
    const run = (await saved(loss, 'Save as text', 'Every packet of the selected run')).bytes.toString();
    const numbers = (text: string) => [...text.matchAll(/^ *(\d+) .*-->/gm)].map(([, number]) => Number(number));
    expect(numbers(run)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23]);
    await loss.page.setViewportSize({ width: 1500, height: 700 });
    await loss.goToPacket(26);
    await expect(loss.line(26)).toBeVisible();
    const seen = numbers((await saved(loss, 'Save as text', 'What is on screen')).bytes.toString());
    expect(seen).toContain(26);
    expect(seen).not.toContain(1);
  });

  test('a long ladder is a picture of numbered pages, sheets of paper, and one text', async ({ app, shell }) => {
    await app.open(await shell.start(writeLossCapture(join(shell.captures, 'long.pcap'), turns(400))));
    const pages = await saved(app, 'Save as PNG');
    expect(pages.name).toBe('flow-tcp-0.zip');
    const archive = unzipSync(pages.bytes);
    expect(Object.keys(archive)).toEqual(['flow-tcp-0-01.png', 'flow-tcp-0-02.png']);
    for (const page of Object.values(archive)) expect(Buffer.from(page).subarray(1, 4).toString()).toBe('PNG');
    const text = (await saved(app, 'Save as text')).bytes.toString();
    expect(text.match(/-->/g)).toHaveLength(403);
    await app.page.evaluate(() => Object.assign(window, { print: () => document.title }));
    await app.takeAway('Print…');
    const sheets = app.page.locator('.flow-print > section');
    await expect.poll(() => sheets.count()).toBeGreaterThan(5);
    const count = await sheets.count();
    const pdf = (await app.page.pdf({ preferCSSPageSize: false, format: 'A4' })).toString('latin1');
    expect(Math.max(...[...pdf.matchAll(/\/Count (\d+)/g)].map(([, pages]) => Number(pages)))).toBe(count);
    await expect(sheets).toHaveCount(0);
  });
});

/** Takes a part of the ladder away as a file. */
async function saved(app: FlowPage, item: string, range?: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([app.page.waitForEvent('download'), app.takeAway(item, range)]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test('all displayed packets are drawn between their hosts', async ({ app, shell }) => {
  await app.open(await shell.start(writeWebCapture(join(shell.captures, 'web.pcap'))));
  await expect(app.line(10)).toBeVisible();
  expect(Math.max(...(await app.packets()))).toBe(10);
  await app.panel.getByText('Displayed').click();
  await expect(app.line(21)).toBeVisible();
  await expect(app.line(1)).toHaveAccessibleName(/^Packet 1, 192\.0\.2\.10 to 198\.51\.100\.20/);
});

test.describe('several connections on one ladder', () => {
  const ofClient = (packet: number) => packet >= 12 && packet <= 24;

  test('say what each says alone: what was lost, what repeats it, who asks for it', async ({ app, shell }) => {
    await app.open(await shell.start(writeLossCapture(join(shell.captures, 'two.pcap'), TWO_LOSSES)));
    await app.panel.getByText('Displayed').click();
    for (const { lost, first, duplicates, resend } of [
      { lost: 12, first: 11, duplicates: [21, 22, 23], resend: 24 },
      { lost: 17, first: 16, duplicates: [25, 26, 27], resend: 28 },
    ]) {
      await expect(app.line(lost)).toHaveAccessibleName(new RegExp(`never arrived sent again as ${resend}`));
      await expect(app.line(lost).locator('[data-mark="lost"]')).toHaveCount(1);
      await expect(app.link('resend', resend, lost)).toHaveCount(1);
      for (const packet of duplicates) {
        await expect(app.link('first', packet, first)).toHaveCount(1);
        await expect(app.link('hole', packet, lost)).toHaveCount(1);
      }
    }
    await expect(app.line(29)).toHaveAttribute('data-kind', 'run');
    await expect(app.line(38)).toContainText('8 segments, 8.00 kB');
    const names = (
      await app.ladder.getByRole('option').evaluateAll((lines) => lines.map((line) => line.ariaLabel))
    ).filter((name) => ofClient(Number(/^Packet (\d+),/.exec(name ?? '')?.[1])) && name?.includes('192.0.2.10'));
    await app.line(12).locator('.lad-row').click();
    await app.panel.getByText('Connection', { exact: true }).click();
    await expect(app.line(12)).toBeVisible();
    for (const name of names) {
      const alone = name?.replace('192.0.2.10', '192.0.2.10:40000').replace('198.51.100.20', '198.51.100.20:80') ?? '';
      await expect(app.ladder.getByRole('option', { name: alone, exact: true })).toHaveCount(1);
    }
  });

  test('have a lane each at the host they share, and a filter leaves no arc without an end', async ({ app, shell }) => {
    await app.open(await shell.start(writeLossCapture(join(shell.captures, 'two.pcap'), TWO_LOSSES)));
    await app.panel.getByText('Displayed').click();
    const lane = (stream: number, state: string) =>
      app.ladder.locator(`[data-node="1"][data-stream="${stream}"][data-state="${state}"]`);
    const left = async (stream: number) => Number(await lane(stream, 'ESTABLISHED').first().getAttribute('x'));
    await expect(lane(1, 'ESTABLISHED').first()).toHaveAttribute('data-packet', '8');
    expect(await left(1)).toBeGreaterThan(await left(0));
    await expect(app.line(3)).toContainText('SYN_SENT');
    await expect(app.line(8)).toContainText('ESTABLISHED');
    await app.line(11).click({ button: 'right' });
    await app.page.getByRole('menuitem', { name: 'Draw all packets of 192.0.2.10' }).click();
    await expect(app.line(3)).toHaveCount(0);
    await expect(app.link('resend', 24, 12)).toHaveCount(1);
    // Without the packet that was lost there is nothing to point at, but it is still told.
    await app.page.getByRole('textbox', { name: 'Display filter' }).fill('tcp.len == 1000 and frame.number > 20');
    await app.page.keyboard.press('Enter');
    await app.panel.getByText('Displayed').click();
    await expect(app.line(12)).toHaveCount(0);
    await expect(app.line(24)).toHaveAccessibleName(/Retransmission of 12, 20\.5 ms later/);
    await expect(app.ladder.locator('[data-link]')).toHaveCount(0);
  });
});

test('an ICMP error stands on the ladder of the segment that it quotes, and points at it', async ({ app, shell }) => {
  // RFC 1191: the path takes less than 1,400 bytes, and the segment is sent again in two.
  const packets = [
    ...turns(1),
    { at: 41, sequence: 1, acknowledgment: 11, payload: 1400 },
    { at: 41.5, quotes: { packet: 5, type: 3, code: 4 } },
    { at: 41.8, sequence: 1, acknowledgment: 11, payload: 700 },
    { at: 41.9, sequence: 701, acknowledgment: 11, payload: 700 },
    { at: 62, fromClient: true, sequence: 11, acknowledgment: 1401 },
  ];
  await app.open(await shell.start(writeLossCapture(join(shell.captures, 'path.pcap'), packets)));
  await expect(app.line(6)).toHaveAccessibleName(/a router to 198\.51\.100\.20:80: ICMP .*about 5/);
  await expect(app.link('about', 6, 5)).toHaveCount(1);
  await app.panel.getByText('Displayed').click();
  await expect(app.line(6)).toHaveAccessibleName(/203\.0\.113\.1 to 198\.51\.100\.20: ICMP .*about 5/);
  await expect(app.link('about', 6, 5)).toHaveCount(1);
});

test('two connections side by side scroll together, aligned at their SYN', async ({ app, shell }) => {
  // The other one begins 7 s later, and pauses for 3 s after its 60th packet.
  const other = turns(200).map((segment, index) => ({
    ...segment,
    client: 11,
    at: segment.at + 7000 + (index > 60 ? 3000 : 0),
  }));
  const packets = [...turns(200), ...other].sort((one, another) => one.at - another.at);
  await app.open(await shell.start(writeLossCapture(join(shell.captures, 'two.pcap'), packets)));
  const table = new ConnectionsPage(app.page);
  await table.show('Connections');
  await table.value(1, 'client').click();
  // Held as long as a hand holds a button.
  await table.value(2, 'client').click({ modifiers: ['Control'], delay: 150 });
  await table.menuOf(2, 'client');
  await app.page.getByRole('menuitem', { name: /^Compare \d+ with \d+$/ }).click();
  const panels = app.page.locator('.flow-panel');
  await expect(panels).toHaveCount(2);
  const [one, another] = [panels.first(), panels.last()];
  /** Where lines stand on screen, by their time. */
  const places = async (panel: typeof one): Promise<Record<string, number>> =>
    Object.fromEntries(
      await panel
        .locator('.lad-line:has(.lad-time)')
        .evaluateAll((lines) =>
          lines.map((line) => [
            line.querySelector('.lad-time')?.textContent ?? '',
            Math.round(line.getBoundingClientRect().bottom),
          ]),
        ),
    );
  await another.getByRole('button', { name: /^Scroll ladders together/ }).click();
  await one.locator('.lad-viewport').hover();
  await app.page.mouse.wheel(0, 900);
  // While both do the same, each line stands beside its like.
  await expect.poll(async () => (await places(another))['1.400000']).toBe((await places(one))['1.400000']);
  expect((await places(one))['1.400000']).toBeGreaterThan(0);
  await app.page.mouse.wheel(0, 900);
  await expect.poll(async () => Object.keys(await places(one))).toContain('2.800000');
  // In its pause the other one stays at what comes behind it.
  await expect.poll(async () => Object.keys(await places(another))).toContain('5.400000');
});

test('a window with a ladder has no obstacle, in either theme', async ({ loss }) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await loss.page.emulateMedia({ colorScheme });
    await expect(loss.line(26)).toBeVisible();
    expect(await loss.obstacles('.flow-panel')).toEqual([]);
  }
});
