import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type * as Client from '../../main/worker/client';
import type { LiveOptions, LiveStart } from '../../preload/contract/live-capture';
import { argumentsOf, childrenOf, pause, until } from './support/capturing';
import { options, send, useLiveWindow } from './support/live-window';
import { because, missingRequirement } from './support/requirements';

const missing = missingRequirement('dumpcap');

describe.skipIf(missing)(`a live capture whose program, worker or capture process ends${because(missing)}`, () => {
  const { states, lives, call, start, seen, file, builtFile, reopen } = useLiveWindow();

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
    await call('captures.close', [state.id]);
    expect(await call('live.unsaved', [])).toHaveLength(1);
  });

  it('reads anew what was captured when the worker dies in the middle of it, and loses nothing', async () => {
    const workers: { terminate(): Promise<unknown> }[] = [];
    await reopen((path, id, listeners) => {
      const { CaptureWorker } = createRequire(builtFile('client.js'))('./client.js') as typeof Client;
      const worker = new CaptureWorker(path, id, listeners);
      workers.push((worker as unknown as { worker: { terminate(): Promise<unknown> } }).worker);
      return worker;
    });
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
    expect(await call('live.stop', [state.id])).toMatchObject({ counters: { captured: 225 } });
  });

  it('recovers at the next start what a killed program left behind', async () => {
    const program = spawn(process.execPath, ['-e', programText(builtFile('session.js'), file(''), options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => program.stdout.once('data', resolve));
    expect(await call('live.unsaved', [])).toEqual([]);
    await send(40);
    await pause(800);
    program.kill('SIGKILL');
    await pause(1_500);
    const unsaved = (await call('live.unsaved', [])) as { id: string; devices: string[]; sizeBytes: number }[];
    expect(unsaved).toHaveLength(1);
    expect(unsaved[0]).toMatchObject({ devices: ['lo'] });
    const { state, live } = (await call('live.recover', [unsaved[0]!.id])) as LiveStart;
    expect(live).toMatchObject({ unsaved: true, phase: 'stopped' });
    await until('it is read', () => seen(state.id) === 40);
    expect(await call('live.unsaved', [])).toEqual([]);
    await call('live.discard', [state.id]);
    expect(readdirSync(file('captures'))).toEqual([]);
  });
});

/** A program with a session of its own, which starts a capture and is killed. */
const programText = (sessionFile: string, userDataFolder: string, given: LiveOptions): string => `
  const { Session } = require(${JSON.stringify(sessionFile)});
  const session = new Session(${JSON.stringify({ version: '0', userDataFolder, samplesFolder: userDataFolder })});
  const window = session.connect({ emit() {}, shell: {} });
  window.call('live.start', [${JSON.stringify(given)}]).then(() => console.log('started'));
`;
