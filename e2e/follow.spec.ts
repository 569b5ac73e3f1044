import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ACK, captureBytes, SYN, type WrittenPacket } from '../main/worker/stream/testing/segment-capture';
import { StreamPage } from './pages/stream-page';
import { writeWebCapture } from './pages/web-capture';
import { expect, test as shellTest } from './support/browser-shell';

const cli = resolve(__dirname, '..', 'out', 'main', 'cli.js');

const onPort = (port: number, packets: readonly WrittenPacket[]): WrittenPacket[] =>
  [
    { from: 'client', at: -1, flags: SYN } as const,
    { from: 'server', at: -1, flags: SYN | ACK } as const,
    ...packets,
  ].map((packet) => ({ ...packet, port }));

const request =
  'POST /order HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 32\r\n\r\n{"item":"tea","count":[2,{}]}\n\n\n';
const page = '<p>Thank you</p>\u001b[31m\u202eevil';
const packed = gzipSync(page);
const answer = Buffer.concat([
  Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`),
  packed,
]);

/**
 * Packets 1 to 6: a web request in two segments and its answer. 7 to 14: a dialog with a retransmission (11), other bytes for a
 * place that was filled (12), and ten bytes that are missing (before 13). 15 and 16: a third connection without data.
 */
const packets: readonly WrittenPacket[] = [
  ...onPort(40_000, [
    { from: 'client', at: 0, payload: request.slice(0, 34) },
    { from: 'client', at: 34, payload: request.slice(34) },
    { from: 'server', at: 0, payload: answer.subarray(0, 30) },
    { from: 'server', at: 30, payload: answer.subarray(30) },
  ]),
  ...onPort(40_001, [
    { from: 'client', at: 0, payload: 'hello <b>server</b>\n' },
    { from: 'server', at: 0, payload: 'welcome\n' },
    { from: 'client', at: 0, payload: 'hello <b>server</b>\n' },
    { from: 'client', at: 6, payload: '<i>' },
    { from: 'client', at: 30, payload: '\u001b[2Jbye\u202e\n' },
    { from: 'server', at: 8, payload: 'hello again\n' },
  ]),
  ...onPort(40_002, []),
];

const test = shellTest.extend<{ app: StreamPage; file: string }>({
  file: async ({ shell }, use) => {
    const file = join(shell.captures, 'streams.pcap');
    writeFileSync(file, captureBytes(packets));
    await use(file);
  },
  app: async ({ page: window, shell, file }, use) => {
    const app = new StreamPage(window);
    await app.open(await shell.start(file));
    await expect(app.grid.locator('.ag-full-width-focus')).toBeVisible();
    await use(app);
  },
});

test.use({ viewport: { width: 1280, height: 1000 } });

test('follows a stream with its filter, and removing that leads back to the packet and the filter of before', async ({
  app,
  page: window,
}) => {
  await app.apply('tcp.len > 0');
  await expect(app.cell(5, 'number')).toHaveText('9');
  await app.cell(5, 'number').click();
  await expect.poll(() => app.selected()).toEqual(['9']);
  await window.keyboard.press('Control+Alt+Shift+T');
  await expect(app.filter).toHaveText('tcp.stream eq 1');
  await expect(app.status).toContainText('8 displayed');
  await expect(app.lines).toContainText([
    /^Client\s*packet 9/,
    'hello <b>server</b>',
    /^Server\s*packet 10/,
    'welcome',
    /^Client/,
    '10 bytes missing from the capture',
    /bye/,
    /^Server/,
    'hello again',
  ]);
  await app.cell(6, 'number').click();
  await window.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(app.filter).toHaveText('tcp.len > 0');
  await expect.poll(() => app.selected()).toEqual(['9']);
});

test('removing its filter scrolls the list back to where it was, though its packet is out of sight there', async ({
  page: window,
  shell,
}) => {
  const app = new StreamPage(window);
  await app.open(await shell.start(writeWebCapture(join(shell.captures, 'long.pcap'), 200)));
  const top = () => app.grid.locator('.ag-grid-viewport').evaluate(({ scrollTop }) => scrollTop);
  await app.apply('tcp');
  await app.goToPacket(1000);
  await app.cell(1000, 'source').hover();
  await window.mouse.wheel(0, 3007);
  await expect.poll(top).toBeGreaterThan(22_000);
  const before = await top();
  await window.keyboard.press('Control+Alt+Shift+T');
  await expect(app.status).toContainText('10 displayed');
  await app.row(1).click();
  await window.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(app.filter).toHaveText('tcp');
  await expect.poll(top).toBe(before);
  await expect(app.tree.and(window.getByLabel('Fields of packet 1000', { exact: true }))).toBeVisible();
});

test('shows without filtering, and goes from stream to stream', async ({ app }) => {
  await app.showStream();
  await expect(app.stream).toContainText('TCP stream 0');
  await app.stream.getByRole('button', { name: 'Next stream' }).click();
  await expect(app.line('welcome')).toBeVisible();
  await expect(app.filter).toHaveText(/^Display filter/);
  await expect.poll(() => app.selected()).toEqual(['7']);
  await app.stream.getByRole('button', { name: 'Next stream' }).click();
  await expect(app.stream).toContainText('No data');
  await expect(app.stream.getByRole('button', { name: 'Next stream' })).toBeDisabled();
  await app.command('Previous stream');
  await expect(app.line('welcome')).toBeVisible();
  await expect(app.stream).toContainText('TCP stream 1');
});

test('leads from a byte to its packet, and from a packet to its bytes', async ({ app }) => {
  await app.goToPacket(9);
  await app.showStream();
  await app.clickCharacter(app.line('hello again'), 4);
  await expect.poll(() => app.selected()).toEqual(['14']);
  await expect.poll(() => app.litText('selected')).toEqual(['hello again']);
  await app.goToPacket(10);
  await expect.poll(() => app.litText('selected')).toEqual(['welcome']);
  // Bytes that came again light up where they came first.
  await app.goToPacket(12);
  await expect.poll(async () => (await app.litText('selected')).join('')).toBe('<b>');
  // Two packets brought one line of the request: byte 34 is the second one's first.
  await app.goToPacket(1);
  const host = app.line('Host: shop.example');
  await app.clickCharacter(host, 11);
  await expect.poll(() => app.selected()).toEqual(['3']);
  await app.clickCharacter(host, 12);
  await expect.poll(() => app.selected()).toEqual(['4']);
});

test('is gone through by the keyboard, byte by byte, to the packet and the menu of each', async ({
  app,
  page: window,
}) => {
  await app.goToPacket(1);
  await app.showStream();
  await app.scroller.focus();
  const place = app.scroller.locator('[aria-live]');
  // The heading, the start line, the field whose last bytes the second segment brought.
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await window.keyboard.press(key);
  await expect(place).toHaveText('Line 3, packet 3');
  await window.keyboard.press('ArrowLeft');
  await expect(place).toHaveText('Line 2, packet 3');
  await expect(app.stream.locator('.is-caret')).toHaveText('1');
  await window.keyboard.press('ArrowRight');
  for (let press = 0; press < 12; press++) await window.keyboard.press('ArrowRight');
  await expect(place).toHaveText('Line 3, packet 4');
  await window.keyboard.press('Enter');
  await expect.poll(() => app.selected()).toEqual(['4']);
  await window.keyboard.press('Shift+F10');
  await window.getByRole('menuitem', { name: 'Copy line' }).waitFor();
  await window.keyboard.press('Escape');
  await expect(app.scroller).toBeFocused();
});

test('marks in place what came again, what conflicts and what is missing', async ({ app }) => {
  await app.goToPacket(9);
  await app.showStream();
  await expect(app.stream.locator('.is-gap')).toHaveText('10 bytes missing from the capture');
  expect((await app.litText('retransmitted')).join('')).toBe('hello <>server</b>');
  const conflict = app.stream.locator('.is-conflicting');
  await expect(conflict).toHaveText('b');
  await expect(conflict).toHaveAttribute('title', /Packet 12 brought other bytes/);
});

test('draws controls, markup and direction marks as what they are', async ({ app, page: window }) => {
  await app.goToPacket(9);
  await app.showStream();
  await expect(app.line('bye')).toHaveText('\\x1b[2Jbye\\u{202e}');
  await expect(app.line('<b>server</b>')).toBeVisible();
  expect(await window.locator('.stream-panel b').count()).toBe(0);
});

test('writes a stream as hex, C, raw digits and JSON', async ({ app }) => {
  await app.showStream();
  await app.choose('Format', 'Hex dump');
  await expect(app.line('00000000')).toHaveText(
    /^0{8}50 4f 53 54 20 2f 6f 72 {2}64 65 72 20 48 54 54 50 POST \/order HTTP$/,
  );
  await app.choose('Format', 'C arrays');
  await expect(app.line('static const')).toHaveText(`static const unsigned char client_0[${request.length}] = {`);
  await expect(app.line('0x50')).toHaveText('0x50, 0x4f, 0x53, 0x54, 0x20, 0x2f, 0x6f, 0x72, ');
  await app.choose('Format', 'Raw');
  await expect(app.line('504f5354')).toBeVisible();
  await app.choose('Format', 'JSON');
  await expect(app.lines).toContainText([
    'Content-Length: 32',
    '{',
    '"item":"tea",',
    '"count":[',
    '2,',
    '{}',
    ']',
    '}',
  ]);
});

test('reads HTTP messages with their bodies unpacked', async ({ app }) => {
  await app.showStream();
  await app.stream.getByText('HTTP', { exact: true }).click();
  await expect(app.line('Thank you')).toHaveText('<p>Thank you</p>\\x1b[31m\\u{202e}evil');
  await expect(app.line(/body, gzip/)).toContainText(`${packed.length} bytes sent`);
  await app.clickCharacter(app.line('Thank you'), 3);
  await expect.poll(() => app.selected()).toEqual(['6']);
});

test('finds all matches, counts them, and goes from one to the next and back', async ({ app, page: window }) => {
  await app.goToPacket(9);
  await app.showStream();
  await app.scroller.focus();
  await window.keyboard.press('Control+f');
  await window.keyboard.type('HELLO');
  const count = app.stream.getByRole('status');
  await expect(count).toHaveText('1 of 2');
  expect(await app.litText('current')).toEqual(['hello']);
  await window.keyboard.press('Enter');
  await expect(count).toHaveText('2 of 2');
  await window.keyboard.press('Enter');
  await expect(count).toHaveText('1 of 2');
  await window.keyboard.press('Shift+Enter');
  await expect(count).toHaveText('2 of 2');
  await app.stream.getByRole('button', { name: 'Match capitals' }).click();
  await expect(count).toHaveText('none');
  await app.choose('Format', 'Hex dump');
  await app.stream.getByRole('textbox', { name: 'Find bytes' }).fill('0a');
  await expect(count).toHaveText('1 of 4');
});

for (const [direction, name] of [
  ['both', 'Both'],
  ['server', /^Server/],
] as const) {
  test(`saves the bytes that the command line prints: ${direction}`, async ({ app, file, shell, page: window }) => {
    await app.goToPacket(9);
    await app.showStream();
    await app.stream.getByRole('radiogroup', { name: 'Whose bytes' }).getByText(name).click();
    await app.stream.getByRole('button', { name: 'Save the stream' }).click();
    await window.getByRole('menuitem', { name: 'Bytes…' }).click();
    await app.dialog.getByRole('textbox', { name: 'Name' }).fill('out.bin');
    await app.dialog.getByRole('button', { name: 'Save here' }).click();
    await expect(window.getByText(/written to .*out\.bin/)).toBeVisible();
    const options = ['--stream', '1', '--direction', direction, '--format', 'raw'];
    const printed = execFileSync(process.execPath, [cli, 'follow', '-r', file, ...options]);
    expect(readFileSync(join(shell.captures, 'out.bin')).equals(printed)).toBe(true);
  });
}

test('saves each direction to its own file, and text as it is shown', async ({ app, shell, page: window }) => {
  await app.goToPacket(9);
  await app.showStream();
  const save = async (item: string, name: string) => {
    await app.stream.getByRole('button', { name: 'Save the stream' }).click();
    await window.getByRole('menuitem', { name: item }).click();
    await app.dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await app.dialog.getByRole('button', { name: 'Save here' }).click();
    await expect(window.getByText(new RegExp(`written to .*${name.split('.')[0]}`))).toBeVisible();
  };
  await save('Each direction to its own file…', 'each.bin');
  expect(readFileSync(join(shell.captures, 'each.server.bin'), 'utf8')).toBe('welcome\nhello again\n');
  expect(readFileSync(join(shell.captures, 'each.client.bin'), 'utf8')).toBe(
    'hello <b>server</b>\n\u001b[2Jbye\u202e\n',
  );
  await save('Text, as it is shown…', 'shown.txt');
  const text = readFileSync(join(shell.captures, 'shown.txt'), 'utf8');
  expect(text).toContain('[10 bytes missing from the capture]\n\\x1b[2Jbye\\u{202e}\n');
});

for (const scheme of ['dark', 'light'] as const) {
  test(`puts no obstacle in anyone's way in the ${scheme} theme`, async ({ app, page: window }) => {
    test.slow();
    await window.emulateMedia({ colorScheme: scheme });
    await app.goToPacket(9);
    await app.showStream();
    await app.stream.getByRole('textbox', { name: 'Find in the stream' }).fill('e');
    await expect(app.stream.getByRole('status')).toContainText('of');
    expect(await app.obstacles()).toEqual([]);
    await app.choose('Format', 'Hex dump');
    await expect(app.line('00000000')).toBeVisible();
    expect(await app.obstacles()).toEqual([]);
  });
}
