import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Packr, Unpackr } from 'msgpackr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { WindowFrame } from '../../preload/contract/frames';
import type { AnalysisListeners } from '../session/capture-analysis';
import { type BrowserServer, startBrowserServer } from './browser-server';

let folder: string;
let server: BrowserServer;
let token: string;
let analyses: { listeners: AnalysisListeners; terminated: boolean }[];
const patienceMilliseconds = 300;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirestate-server-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/browser.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'renderer/assets/part-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'a.pcap'), 'bytes');
  analyses = [];
  server = await startBrowserServer({
    version: '1.0.0',
    userDataFolder: join(folder, 'data'),
    samplesFolder: join(folder, 'samples'),
    rendererFolder: join(folder, 'renderer'),
    resourcesFolder: folder,
    roots: [folder],
    file: null,
    port: 0,
    times: { patienceMilliseconds, pulseMilliseconds: 200 },
    startAnalysis: (path, id, listeners) => {
      const analysis = { listeners, terminated: false };
      analyses.push(analysis);
      return {
        opened: Promise.resolve({ id, path, name: 'a', phase: 'ready', sizeBytes: 5, warnings: [] } as never),
        call: async (method) => (method === 'packets.detail' ? new Uint8Array(3 << 20) : undefined),
        cancelJob: () => {},
        terminate: async () => {
          analysis.terminated = true;
        },
      };
    },
  });
  token = new URL(server.address).searchParams.get('token') ?? '';
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends the path as it is: fetch would tidy it. */
function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET', body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const origin = () => `http://127.0.0.1:${server.port}`;

async function pageCookie(): Promise<string> {
  const { headers } = await ask(`/?token=${token}`);
  return headers['set-cookie']?.[0].split(';')[0] ?? '';
}

describe('a page', () => {
  it('is given to who has the token, with a cookie for its parts that is not the token', async () => {
    const { status, headers, body } = await ask(`/?token=${token}`);
    expect([status, body]).toEqual([200, '<!doctype html><title>page</title>']);
    const cookie = headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const part = await ask('/assets/part-1a2b.js', { cookie: cookie.split(';')[0] });
    expect([part.status, part.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it('is refused without the token, with a wrong one, and with a wrong one beside a right cookie', async () => {
    const cookie = await pageCookie();
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const [path, headers] of [
      ['/', {}],
      ['/browser.html', {}],
      [`/?token=${wrong}`, {}],
      ['/?token=', {}],
      [`/?token=${wrong}`, { cookie }],
      ['/assets/part-1a2b.js', { cookie: `${cookie}x` }],
    ] as const) {
      const { status, body } = await ask(path, headers);
      expect([path, status]).toEqual([path, 403]);
      expect(body).toContain('ends in a token');
    }
  });

  it('is refused under a name that is not loopback’s', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1.evil.example',
      'localhost@evil.example',
    ])
      expect([host, (await ask(`/?token=${token}`, { host })).status]).toEqual([host, 421]);
    expect((await ask(`/?token=${token}`, { host: 'localhost:9000' })).status).toBe(200);
  });

  it('is not embedded by other sites', async () => {
    const cookie = await pageCookie();
    const headers = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await ask('/assets/part-1a2b.js', headers)).status).toBe(403);
  });

  it('is never one outside of the folder', async () => {
    const cookie = await pageCookie();
    for (const path of [
      '/../secret.html',
      '/assets/../../secret.html',
      '/%2e%2e/secret.html',
      '/..%2fsecret.html',
      '/%2e%2e%2fsecret.html',
      '/..%5csecret.html',
      '/assets/..%00/secret.html',
      '//secret.html',
      '/%',
    ]) {
      const { status, body } = await ask(path, { cookie });
      expect([path, status]).toEqual([path, 404]);
      expect(body).not.toContain('secret');
    }
  });

  it('says by its headers that nothing else may be loaded, framed or sniffed', async () => {
    const { headers } = await ask('/');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });
});

describe('an upload', () => {
  const authorized = () => ({ authorization: `Bearer ${token}`, origin: origin() });

  it('is written to a private folder under its own name, and gone at the end', async () => {
    const { status, body } = await ask(
      '/upload?name=..%2F..%2Fa%20b.pcap',
      authorized(),
      'PUT',
      Buffer.from('capture'),
    );
    const { path } = JSON.parse(body) as { path: string };
    expect(status).toBe(201);
    expect(path.startsWith(server.uploadFolder)).toBe(true);
    expect(path).toMatch(/[\\/]1[\\/]a b\.pcap$/);
    expect(readFileSync(path, 'utf8')).toBe('capture');
    await server.close();
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it('is refused without the token, and from another origin', async () => {
    const body = Buffer.from('capture');
    const cookie = await pageCookie();
    for (const headers of [
      { origin: origin(), cookie },
      { origin: origin(), authorization: 'Bearer wrong' },
      { authorization: `Bearer ${token}` },
      { ...authorized(), origin: 'http://evil.example' },
      { ...authorized(), origin: `http://127.0.0.1:${server.port + 1}` },
    ])
      expect((await ask('/upload?name=a', headers, 'PUT', body)).status).toBe(403);
    expect((await ask('/upload?name=a', authorized(), 'POST', body)).status).toBe(405);
  });

  it('that breaks off leaves nothing', async () => {
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `PUT /upload?name=a.pcap HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${origin()}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\nhalf`,
    );
    await expect.poll(() => exists(join(server.uploadFolder, '1/a.pcap'))).toBe(true);
    socket.destroy();
    await expect.poll(() => exists(join(server.uploadFolder, '1'))).toBe(false);
  });
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}

const packr = new Packr({ useRecords: false });
const unpackr = new Unpackr({ useRecords: false, moreTypes: true, mapsAsObjects: true });

/** A window's end of the socket. */
class Page {
  readonly frames: WindowFrame[] = [];
  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.frames.push(unpackr.unpack(data)));
    socket.on('error', () => {});
  }

  static open(protocols: string[], headers: Record<string, string> = {}, path = '/session'): Promise<Page> {
    const page = new Page(
      new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, { headers: { origin: origin(), ...headers } }),
    );
    return new Promise((resolve, reject) => {
      page.socket.on('open', () => resolve(page));
      page.socket.on('unexpected-response', (_request, { statusCode }) => reject(new Error(`${statusCode}`)));
    });
  }

  static admitted(...more: string[]): Promise<Page> {
    return Page.open(['wirestate', `token.${token}`, ...more]);
  }

  async hello() {
    await expect.poll(() => this.frames[0]?.kind).toBe('hello');
    return this.frames[0] as Extract<WindowFrame, { kind: 'hello' }>;
  }

  call(call: number, method: string, ...args: unknown[]): void {
    this.socket.send(packr.pack({ kind: 'call', call, method, args }));
  }

  async answer(call: number): Promise<WindowFrame> {
    const find = () => this.frames.find((frame) => 'call' in frame && frame.call === call);
    await expect.poll(find).toBeDefined();
    return find() as WindowFrame;
  }
}

describe('a socket', () => {
  it('is refused without the token, from another origin or host, and at another path', async () => {
    const right = ['wirestate', `token.${token}`];
    await expect(Page.open(['wirestate'])).rejects.toThrow('403');
    await expect(Page.open(['wirestate', `token.${token}x`])).rejects.toThrow('403');
    await expect(Page.open([`token.${token}`])).rejects.toThrow('403');
    await expect(Page.open(['wirestate'], { cookie: await pageCookie() })).rejects.toThrow('403');
    await expect(Page.open(right, { origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(Page.open(right, { host: 'evil.example', origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(Page.open(right, {}, '/other')).rejects.toThrow('403');
  });

  it('carries calls, answers and refusals', async () => {
    const page = await Page.admitted();
    page.call(1, 'shell.info');
    page.call(2, 'shell.info', 'too much');
    page.call(3, 'files.chooseOpen');
    expect(await page.answer(1)).toMatchObject({ kind: 'answer', value: { kind: 'browser', nativeDialogs: false } });
    expect(await page.answer(2)).toMatchObject({ kind: 'refusal', message: 'shell.info takes 0 arguments.' });
    expect(await page.answer(3)).toMatchObject({ kind: 'refusal' });
  });

  it('is closed on a frame that is no call', async () => {
    for (const frame of [packr.pack({ kind: 'answer' }), Buffer.from([0xc1]), 'text']) {
      const page = await Page.admitted();
      const closed = new Promise((resolve) => page.socket.on('close', resolve));
      page.socket.send(frame);
      expect(await closed).toBe(1002);
    }
  });

  it('that is lost gives its captures back to the page that returns in time', async () => {
    const page = await Page.admitted();
    const { window, resumed } = await page.hello();
    expect(resumed).toBe(false);
    page.call(1, 'captures.open', join(folder, 'a.pcap'));
    await page.answer(1);
    page.socket.terminate();
    const back = await Page.admitted(`window.${window}`);
    expect(await back.hello()).toMatchObject({ window, resumed: true });
    await expect.poll(() => back.frames[1]).toMatchObject({ kind: 'event', event: 'captureState', payload: { id: 1 } });
    expect(analyses[0].terminated).toBe(false);
  });

  it('that is lost for long ends its captures', async () => {
    const page = await Page.admitted();
    const { window } = await page.hello();
    page.call(1, 'captures.open', join(folder, 'a.pcap'));
    await page.answer(1);
    page.socket.terminate();
    await expect.poll(() => analyses[0].terminated).toBe(true);
    const back = await Page.admitted(`window.${window}`);
    expect(await back.hello()).toMatchObject({ resumed: false });
  });

  it('whose page goes without a word is ended, and one that answers is not', async () => {
    const silent = await Page.admitted();
    const lively = await Page.admitted();
    // What ws does by itself for a ping.
    (silent.socket as unknown as { pong: () => void }).pong = () => {};
    await expect.poll(() => silent.socket.readyState, { timeout: 3_000 }).toBe(WebSocket.CLOSED);
    expect(lively.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('that its page leaves ends its captures at once', async () => {
    const page = await Page.admitted();
    page.call(1, 'captures.open', join(folder, 'a.pcap'));
    await page.answer(1);
    const left = Date.now();
    page.socket.close(1001);
    await expect.poll(() => analyses[0].terminated, { interval: 5 }).toBe(true);
    expect(Date.now() - left).toBeLessThan(patienceMilliseconds);
  });

  it('that takes nothing off costs no more memory however much happens', async () => {
    const page = await Page.admitted();
    page.call(1, 'captures.open', join(folder, 'a.pcap'));
    await page.answer(1);
    page.socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    // A hundred and fifty answers of three megabytes each are asked for; were they all made, they would take 450 MB.
    for (let call = 2; call < 152; call++) page.call(call, 'packets.detail', 1, 1);
    for (let step = 0; step < 2_000; step++) {
      analyses[0].listeners.state({ id: 1, packets: step } as never);
      if (step % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300 << 20);
    page.socket.resume();
    await expect.poll(() => page.frames.filter(({ kind }) => kind === 'answer').length, { timeout: 15_000 }).toBe(151);
    const states = page.frames.filter((frame) => frame.kind === 'event' && frame.event === 'captureState');
    expect(states.length).toBeLessThan(1_000);
    expect((states.at(-1) as { payload: { packets: number } }).payload.packets).toBe(1_999);
  });
});
