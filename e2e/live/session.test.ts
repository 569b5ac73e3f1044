import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCapture } from '../../main/files/read-everything';
import type { StartAnalysis } from '../../main/session/capture-analysis';
import type { Session } from '../../main/session/session';
import type { SessionConnection } from '../../main/session/session-connection';
import type * as Client from '../../main/worker/client';
import type { CaptureState } from '../../preload/contract/capture';
import type { Events } from '../../preload/contract/events';
import type { CapturePermissions, LiveOptions, LiveStart, LiveState } from '../../preload/contract/live-capture';
import type { DetailNode, PacketDetail } from '../../preload/contract/packets';
import { buildCommandLine } from './support/build';
import { childrenOf, pause, sizeOf, until } from './support/capturing';
import { because, missingRequirement } from './support/requirements';

const missing = missingRequirement('dumpcap');
const port = 39_000 + (process.pid % 1_000);
const options: LiveOptions = {
  interfaces: [{ device: 'lo', filter: `udp dst port ${port}`, snapLength: 0, promiscuous: true, monitor: false }],
  backend: 'auto',
  bufferMebibytes: 4,
  path: null,
  ring: null,
  stop: { packets: null, bytes: null, seconds: null, files: null },
  noteProcesses: true,
};

describe.skipIf(missing)(`a window that captures live${because(missing)}`, () => {
  let built: string;
  let folder: string;
  let session: Session;
  let window: SessionConnection;
  let states: Map<number, CaptureState>;
  let lives: LiveState[];
  let turns: Events['liveTurned'][];

  beforeAll(async () => {
    built = await buildCommandLine();
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wirestate-live-session-'));
    ({ session, window } = open());
  });
  afterEach(async () => {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A session on the test's folder, as a start of the program makes one. */
  function open(startAnalysis?: StartAnalysis) {
    const built_ = createRequire(join(built, 'session.js'))('./session.js') as { Session: typeof Session };
    const places = { userDataFolder: folder, samplesFolder: join(folder, 'samples') };
    const made = new built_.Session({ version: '0', ...places, ...(startAnalysis ? { startAnalysis } : {}) });
    states = new Map();
    lives = [];
    turns = [];
    const connection = made.connect({
      emit: (name, payload) => {
        const event: string = name;
        if (event === 'captureState') states.set((payload as CaptureState).id, payload as CaptureState);
        if (event === 'liveTurned') turns.push(payload as Events['liveTurned']);
        if (event === 'liveState') lives.push(payload as LiveState);
      },
      shell: {} as never,
    });
    return { session: made, window: connection };
  }

  const start = async (changes: Partial<LiveOptions> = {}) =>
    (await window.call('live.start', [{ ...options, ...changes }])) as LiveStart;
  const seen = (id: number) => states.get(id)?.packets ?? 0;

  it('sees packets arrive while it runs, and has all of them when it stops', async () => {
    const { state, live } = await start();
    expect(live).toMatchObject({ phase: 'running', timestamps: 'kernel', unsaved: true, devices: ['lo'] });
    expect(live.backendReason).toContain('timestamps by the kernel');
    await send(50);
    await until('the first packets are there', () => seen(state.id) === 50);
    expect(states.get(state.id)?.phase).toBe('following');
    await send(25);
    const stopped = (await window.call('live.stop', [state.id])) as LiveState;
    expect(stopped).toMatchObject({ phase: 'stopped', ending: 'Capturing was stopped.', failed: false });
    expect(stopped.counters).toMatchObject({ captured: 75, droppedByKernel: 0 });
    await until('it is read to its end', () => seen(state.id) === 75 && states.get(state.id)?.phase === 'ready');
    expect(lives.map(({ phase }) => phase)).toContain('stopping');

    const target = join(folder, 'kept.pcapng');
    expect(await window.call('live.keep', [state.id, target])).toBe(target);
    const { packets, warnings, capture } = await readCapture(target);
    expect(warnings).toEqual([]);
    expect(packets).toHaveLength(75);
    // The sender is this very process.
    expect(capture.connectionNotes).toContainEqual(expect.objectContaining({ kind: 'process', pid: process.pid }));
    expect(await window.call('live.state', [state.id])).toMatchObject({ path: target, unsaved: false });
    await window.call('captures.close', [state.id]);
    expect(readdirSync(join(folder, 'captures'))).toEqual([]);
    expect(await window.call('live.remembered', [])).toEqual(options);
  });

  it('is told what is wrong before anything is started', async () => {
    const wrong = (interfaces: Partial<LiveOptions['interfaces'][0]>) =>
      start({ interfaces: [{ ...options.interfaces[0]!, ...interfaces }] });
    await expect(wrong({ filter: 'tcp port 80 andd' })).rejects.toThrow('filter for lo is wrong: syntax error');
    await expect(wrong({ device: 'wsz9' })).rejects.toThrow('no interface wsz9');
    await expect(start({ interfaces: [] })).rejects.toThrow('at least one interface');
    await expect(start({ path: join(folder, 'none/a.pcapng') })).rejects.toThrow('cannot be written');
    await expect(window.call('live.start', [{ ...options, backend: 'nmap' }])).rejects.toThrow('shape');
    await expect(window.call('live.stop', [99])).rejects.toThrow('no live capture');
    expect(await window.call('live.checkFilter', ['lo', 'udp andd'])).toBe('syntax error');
    expect(await window.call('live.checkFilter', ['lo', 'udp'])).toBeNull();
  });

  it('restarts with the same options, and discards what is not wanted', async () => {
    const first = await start();
    await send(5);
    await until('they are there', () => seen(first.state.id) === 5);
    const second = (await window.call('live.restart', [first.state.id])) as LiveStart;
    expect(second.state.id).not.toBe(first.state.id);
    expect(lives.find(({ capture, phase }) => capture === first.state.id && phase === 'stopped')).toBeDefined();
    for (const { state, live } of [first, second]) {
      await window.call('live.discard', [state.id]);
      expect(sizeOf(live.path)).toBe(0);
    }
    expect(readdirSync(join(folder, 'captures'))).toEqual([]);
  });

  it('goes on to show what was captured when the capture process is killed', async () => {
    const { state } = await start();
    await send(30);
    await until('they are there', () => seen(state.id) === 30);
    const child = childrenOf(process.pid).find((pid) => argumentsOf(pid).includes('capture-child'));
    process.kill(child!, 'SIGKILL');
    await until('it is told', () => lives.at(-1)?.phase === 'stopped');
    expect(lives.at(-1)).toMatchObject({ failed: true, ending: expect.stringContaining('the capture process died') });
    expect(seen(state.id)).toBe(30);
    // Closed without being saved, it is not lost.
    await window.call('captures.close', [state.id]);
    expect(await window.call('live.unsaved', [])).toHaveLength(1);
  });

  it('reads anew what was captured when the worker dies in the middle of it, and loses nothing', async () => {
    await session.close();
    const workers: { terminate(): Promise<unknown> }[] = [];
    ({ session, window } = open((path, id, listeners) => {
      const { CaptureWorker } = createRequire(join(built, 'client.js'))('./client.js') as typeof Client;
      const worker = new CaptureWorker(path, id, listeners);
      workers.push((worker as unknown as { worker: { terminate(): Promise<unknown> } }).worker);
      return worker;
    }));
    const { state } = await start();
    await send(20);
    await until('they are there', () => seen(state.id) === 20);
    const sending = send(200);
    await pause(100);
    await workers[0]!.terminate();
    await sending;
    await until('all are there again', () => seen(state.id) === 220 && states.get(state.id)?.phase === 'following');
    expect(workers).toHaveLength(2);
    expect(lives.at(-1)).toMatchObject({
      phase: 'running',
      warnings: [expect.stringContaining('nothing that was captured is lost')],
    });
    await send(5);
    await until('it goes on', () => seen(state.id) === 225);
    expect(await window.call('live.stop', [state.id])).toMatchObject({ counters: { captured: 225 } });
  });

  it('knows whose packets they are, as field, column and filter', async () => {
    const { state } = await start();
    await send(30);
    const rows = async (filter: string) => {
      const view = { filter, timeRange: null, sort: null, job: filter };
      return ((await window.call('packets.view', [state.id, view])) as { rows: number }).rows;
    };
    const ours = `wirestate.pid == ${process.pid}`;
    await until('the process is noted', () => lives.length > 0 && seen(state.id) === 30);
    await pause(1_000);
    expect(await rows(ours)).toBe(30);
    expect(await rows('wirestate.pid == 1')).toBe(0);
    expect(await rows('wirestate.process')).toBe(30);
    const name = readFileSync(`/proc/${process.pid}/comm`, 'utf8').trim();
    const range = { view: 0, start: 0, count: 1, custom: ['wirestate.process'] };
    const page = (await window.call('packets.rows', [state.id, range])) as { rows: { custom: string[] }[] };
    expect(page.rows[0]?.custom).toEqual([name]);
    const detail = (await window.call('packets.detail', [state.id, 1])) as PacketDetail;
    expect(JSON.stringify(detail.tree)).toContain(`Process of the client: ${name} (${process.pid})`);
    // They are still known in a copy.
    await window.call('live.stop', [state.id]);
    const path = join(folder, 'copy.pcapng');
    await window.call('captures.export', [state.id, { path, format: 'pcapng', packets: { kind: 'all' }, job: 'copy' }]);
    const copy = await readCapture(path);
    expect(copy.capture.connectionNotes).toContainEqual(expect.objectContaining({ pid: process.pid }));
  });

  it('turns to each new file of a ring', async () => {
    const ring = { bytes: 8_000, seconds: null, files: 2 };
    const { state } = await start({ path: join(folder, 'ring.pcapng'), ring, noteProcesses: false });
    await send(400);
    await until('it shows the newest', () => turns.at(-1)?.state.path === lives.at(-1)?.path);
    expect(turns[0]).toMatchObject({ from: state.id });
    const last = turns.at(-1)!;
    expect(last.live.files.length).toBeLessThanOrEqual(2);
    const stopped = (await window.call('live.stop', [last.state.id])) as LiveState;
    expect(stopped).toMatchObject({ phase: 'stopped', counters: { captured: 400 } });
  });

  it("holds the kernel's view of a connection against the inferred one", async () => {
    const server = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const { state } = await start({ interfaces: [{ ...options.interfaces[0]!, filter: `tcp port ${port}` }] });
    const client = connect(port, '127.0.0.1');
    client.write('hello');
    await pause(2_500);
    client.write('again');
    await until('the packets are there', () => seen(state.id) >= 7);
    await pause(500);
    const number = seen(state.id);
    const detail = (await window.call('packets.detail', [state.id, number])) as PacketDetail;
    const views = nodesOf(detail.tree).filter(({ name }) => name === 'wirestate.kernel');
    expect(views.map(({ text }) => text)).toEqual([
      "[Kernel's view of the client: ESTAB]",
      "[Kernel's view of the server: ESTAB]",
    ]);
    const fields = new Map(views[0]!.children.map(({ name, value }) => [name, value]));
    expect(fields.get('wirestate.kernel.inferred')).toBe('ESTABLISHED');
    expect(fields.get('wirestate.kernel.send_queue')).toBe('0');
    expect(Number(fields.get('wirestate.kernel.cwnd'))).toBeGreaterThan(0);
    expect(Number(fields.get('wirestate.kernel.rtt'))).toBeGreaterThan(0);
    expect(fields.get('wirestate.kernel.inferred_in_flight')).toBe('0');
    expect(fields.get('wirestate.kernel.captured_retransmits')).toBe('0');
    expect(Number(fields.get('wirestate.kernel.inferred_rtt'))).toBeGreaterThan(0);
    expect(fields.get('wirestate.kernel.captured_arrived')).toBe('0');
    expect(fields.get('wirestate.kernel.differs')).toBe('0');
    client.destroy();
    server.close();
    await window.call('live.stop', [state.id]);
  });

  it('tells of lost packets while it goes on, although dumpcap tells at its end', async () => {
    const { state } = await start({
      interfaces: [{ ...options.interfaces[0]!, filter: '' }],
      bufferMebibytes: 1,
      noteProcesses: false,
    });
    await send(300);
    expect(lives.at(-1)?.counters).toMatchObject({ droppedByKernel: null, missing: 0 });
    const child = childrenOf(process.pid).find((pid) => argumentsOf(pid).includes('capture-child'))!;
    const tap = childrenOf(child).find((pid) => argumentsOf(pid).startsWith('dumpcap'))!;
    process.kill(tap, 'SIGSTOP');
    await flood(20_000);
    process.kill(tap, 'SIGCONT');
    const sending = send(400);
    await until('it is told', () => (lives.at(-1)?.counters.missing ?? 0) > 0);
    await sending;
    const { missing } = lives.at(-1)!.counters;
    expect(lives.at(-1)?.phase).toBe('running');
    const { counters } = (await window.call('live.stop', [state.id])) as LiveState;
    expect(counters.missing).toBeNull();
    // On the loopback interface the kernel drops each packet as sent and as received.
    expect(missing! / (counters.droppedByKernel! / 2)).toBeCloseTo(1, 1);
  });

  it('recovers at the next start what a killed program left behind', async () => {
    const program = spawn(process.execPath, ['-e', programText(built, folder, options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => program.stdout.once('data', resolve));
    expect(await window.call('live.unsaved', [])).toEqual([]);
    await send(40);
    await pause(800);
    program.kill('SIGKILL');
    await pause(1_500);
    const unsaved = (await window.call('live.unsaved', [])) as { id: string; devices: string[]; sizeBytes: number }[];
    expect(unsaved).toHaveLength(1);
    expect(unsaved[0]).toMatchObject({ devices: ['lo'] });
    const { state, live } = (await window.call('live.recover', [unsaved[0]!.id])) as LiveStart;
    expect(live).toMatchObject({ unsaved: true, phase: 'stopped' });
    await until('it is read', () => seen(state.id) === 40);
    expect(await window.call('live.unsaved', [])).toEqual([]);
    await window.call('live.discard', [state.id]);
    expect(readdirSync(join(folder, 'captures'))).toEqual([]);
  });

  it('knows the interfaces, their traffic and what may be done', async () => {
    const interfaces = (await window.call('live.interfaces', [])) as { device: string }[];
    expect(interfaces).toContainEqual(
      expect.objectContaining({
        device: 'lo',
        loopback: true,
        up: true,
        addresses: expect.arrayContaining(['127.0.0.1']),
      }),
    );
    expect(interfaces.map(({ device }) => device)).toContain('any');
    const traffic = async () =>
      ((await window.call('live.traffic', [])) as { device: string; packets: number }[]).find(
        ({ device }) => device === 'lo',
      )!.packets;
    const before = await traffic();
    await send(10);
    expect(await traffic()).toBeGreaterThanOrEqual(before + 10);
    const permissions = (await window.call('live.permissions', [])) as CapturePermissions;
    expect(permissions).toMatchObject({ platform: 'linux', mayCapture: true, backend: 'dumpcap', steps: [] });
  });
});

const nodesOf = (tree: readonly DetailNode[]): DetailNode[] =>
  tree.flatMap((node) => [node, ...nodesOf(node.children)]);

/** Numbered datagrams to the filter's port. */
async function send(count: number): Promise<void> {
  const socket = createSocket('udp4');
  for (let at = 0; at < count; at++) {
    await new Promise((resolve) => socket.send(`${at}`, port, '127.0.0.1', resolve));
    await pause(2);
  }
  // Long enough for a sample of the sockets to find it open.
  await pause(300);
  socket.close();
}

const argumentsOf = (pid: number): string => execFileSync('ps', ['-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' });

/** As many datagrams as fast as it goes. */
async function flood(count: number): Promise<void> {
  const socket = createSocket('udp4');
  const data = Buffer.alloc(1_000);
  for (let at = 0; at < count; at++) {
    if (at % 500 === 499) await new Promise((resolve) => socket.send(data, port, '127.0.0.1', resolve));
    else socket.send(data, port, '127.0.0.1');
  }
  socket.close();
}

/** A program with a session of its own, which starts a capture and is killed. */
const programText = (built: string, userDataFolder: string, given: LiveOptions): string => `
  const { Session } = require(${JSON.stringify(join(built, 'session.js'))});
  const session = new Session(${JSON.stringify({ version: '0', userDataFolder, samplesFolder: userDataFolder })});
  const window = session.connect({ emit() {}, shell: {} });
  window.call('live.start', [${JSON.stringify(given)}]).then(() => console.log('started'));
`;
