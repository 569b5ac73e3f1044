import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LiveStart, LiveState } from '../../preload/contract/live-capture';
import { argumentsOf, childrenOf, pause, until } from './support/capturing';
import { send, useLiveWindow } from './support/live-window';
import { because, missingRequirement } from './support/requirements';

const missing = missingRequirement('dumpcap');

describe.skipIf(missing)(`starts in rapid succession, and slow ones${because(missing)}`, () => {
  const { lives, call, start, seen, file } = useLiveWindow();

  const capturing = () => childrenOf(process.pid).filter((pid) => argumentsOf(pid).includes('capture-child'));

  it('restarts again and again, with one capture running at the end that misses nothing', async () => {
    let last = await start({ noteProcesses: false });
    const all = [last];
    for (let times = 0; times < 6; times++) {
      last = (await call('live.restart', [last.state.id])) as LiveStart;
      all.push(last);
    }
    expect(capturing()).toHaveLength(1);
    await send(20);
    await until('its packets are there', () => seen(last.state.id) === 20);
    for (const { state } of all) await call('live.discard', [state.id]);
    await until('the capture process is gone', () => capturing().length === 0);
    expect(readdirSync(file('captures'))).toEqual([]);
  });

  it('restarts once where it is asked twice', async () => {
    const first = await start({ noteProcesses: false });
    const both = await Promise.allSettled([1, 2].map(() => call('live.restart', [first.state.id])));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(capturing()).toHaveLength(1);
    const restarted = both.find(({ status }) => status === 'fulfilled') as PromiseFulfilledResult<unknown>;
    await call('live.stop', [(restarted.value as LiveStart).state.id]);
    await until('the capture process is gone', () => capturing().length === 0);
  });

  it('stops at once what has only just started', async () => {
    const { state } = await start({ noteProcesses: false });
    const both = await Promise.all([call('live.stop', [state.id]), call('live.stop', [state.id])]);
    for (const stopped of both as LiveState[]) expect(stopped).toMatchObject({ phase: 'stopped', failed: false });
    expect(lives.at(-1)?.phase).toBe('stopped');
  });

  it('can be called off while the backend has not begun, and leaves nothing behind', async () => {
    const path = process.env.PATH;
    const folder = file('slow');
    mkdirSync(folder);
    // It answers what it is asked, but never begins to write.
    const slow = `#!/bin/sh\ncase " $* " in *" -w "*) exec sleep 60;; esac\nPATH='${path}' exec dumpcap "$@"\n`;
    writeFileSync(`${folder}/dumpcap`, slow);
    chmodSync(`${folder}/dumpcap`, 0o755);
    process.env.PATH = `${folder}:${path}`;
    try {
      const started = expect(start({ noteProcesses: false })).rejects.toThrow('called off');
      await until('it is being started', () => capturing().length === 1);
      await pause(300);
      await call('live.callOff', []);
      await started;
    } finally {
      process.env.PATH = path;
    }
    await until('the capture process is gone', () => capturing().length === 0);
    expect(readdirSync(file('captures'))).toEqual([]);
    // The next start is not called off.
    const { live } = await start({ noteProcesses: false });
    expect(live.phase).toBe('running');
  });
});
