import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../main/files/read-everything';
import type { CapturePermissions, LiveOptions, LiveStart, LiveState } from '../../preload/contract/live-capture';
import { argumentsOf, childrenOf, sizeOf, until } from './support/capturing';
import { flood, options, send, useLiveWindow } from './support/live-window';
import { because, missingRequirement } from './support/requirements';

const missing = missingRequirement('dumpcap');

describe.skipIf(missing)(`a window that captures live${because(missing)}`, () => {
  const { states, lives, turns, call, start, seen, file } = useLiveWindow();

  it('sees packets arrive while it runs, and has all of them when it stops', async () => {
    const { state, live } = await start();
    expect(live).toMatchObject({ phase: 'running', timestamps: 'kernel', unsaved: true, devices: ['lo'] });
    expect(live.backendReason).toContain('timestamps by the kernel');
    await send(50);
    await until('the first packets are there', () => seen(state.id) === 50);
    expect(states.get(state.id)?.phase).toBe('following');
    await send(25);
    const stopped = (await call('live.stop', [state.id])) as LiveState;
    expect(stopped).toMatchObject({ phase: 'stopped', ending: 'Capturing was stopped.', failed: false });
    expect(stopped.counters).toMatchObject({ captured: 75, droppedByKernel: 0 });
    await until('it is read to its end', () => seen(state.id) === 75 && states.get(state.id)?.phase === 'ready');
    expect(lives.map(({ phase }) => phase)).toContain('stopping');

    const target = file('kept.pcapng');
    expect(await call('live.keep', [state.id, target])).toBe(target);
    const { packets, warnings, capture } = await readCapture(target);
    expect(warnings).toEqual([]);
    expect(packets).toHaveLength(75);
    // The sender is this very process.
    expect(capture.connectionNotes).toContainEqual(expect.objectContaining({ kind: 'process', pid: process.pid }));
    expect(await call('live.state', [state.id])).toMatchObject({ path: target, unsaved: false });
    await call('captures.close', [state.id]);
    expect(readdirSync(file('captures'))).toEqual([]);
    expect(await call('live.remembered', [])).toEqual(options);
  });

  it('is told what is wrong before anything is started', async () => {
    const wrong = (interfaces: Partial<LiveOptions['interfaces'][0]>) =>
      start({ interfaces: [{ ...options.interfaces[0]!, ...interfaces }] });
    await expect(wrong({ filter: 'tcp port 80 andd' })).rejects.toThrow('filter for lo is wrong: syntax error');
    await expect(wrong({ device: 'wsz9' })).rejects.toThrow('no interface wsz9');
    await expect(start({ interfaces: [] })).rejects.toThrow('at least one interface');
    await expect(start({ path: file('none/a.pcapng') })).rejects.toThrow('cannot be written');
    await expect(call('live.start', [{ ...options, backend: 'nmap' }])).rejects.toThrow('shape');
    await expect(call('live.stop', [99])).rejects.toThrow('no live capture');
    expect(await call('live.checkFilter', ['lo', 'udp andd'])).toBe('syntax error');
    expect(await call('live.checkFilter', ['lo', 'udp'])).toBeNull();
  });

  it('restarts with the same options, and discards what is not wanted', async () => {
    const first = await start();
    await send(5);
    await until('they are there', () => seen(first.state.id) === 5);
    const second = (await call('live.restart', [first.state.id])) as LiveStart;
    expect(second.state.id).not.toBe(first.state.id);
    expect(lives.find(({ capture, phase }) => capture === first.state.id && phase === 'stopped')).toBeDefined();
    for (const { state, live } of [first, second]) {
      await call('live.discard', [state.id]);
      expect(sizeOf(live.path)).toBe(0);
    }
    expect(readdirSync(file('captures'))).toEqual([]);
  });

  it('turns to each new file of a ring', async () => {
    const ring = { bytes: 8_000, seconds: null, files: 2 };
    const { state } = await start({ path: file('ring.pcapng'), ring, noteProcesses: false });
    await send(400);
    await until('it shows the newest', () => turns.at(-1)?.state.path === lives.at(-1)?.path);
    expect(turns[0]).toMatchObject({ from: state.id });
    const last = turns.at(-1)!;
    expect(last.live.files.length).toBeLessThanOrEqual(2);
    const stopped = (await call('live.stop', [last.state.id])) as LiveState;
    expect(stopped).toMatchObject({ phase: 'stopped', counters: { captured: 400 } });
  });

  it('knows the interfaces, their traffic and what may be done', async () => {
    const interfaces = (await call('live.interfaces', [])) as { device: string }[];
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
      ((await call('live.traffic', [])) as { device: string; packets: number }[]).find(({ device }) => device === 'lo')!
        .packets;
    const before = await traffic();
    await send(10);
    expect(await traffic()).toBeGreaterThanOrEqual(before + 10);
    const permissions = (await call('live.permissions', [])) as CapturePermissions;
    expect(permissions).toMatchObject({ platform: 'linux', mayCapture: true, backend: 'dumpcap', steps: [] });
  });

  it.each([
    ['by what the interface has counted', 'lo', false],
    ['that a filter lets through', 'lo', true],
    ['of all interfaces, those of loopback once', 'any', false],
  ] as const)('tells of lost packets while it goes on, although dumpcap tells at its end: %s', async (...which) => {
    const [, device, isFiltered] = which;
    if (isFiltered && missingRequirement('tcpdump') !== null) return;
    const filter = isFiltered ? options.interfaces[0]!.filter : '';
    const { state } = await start({
      interfaces: [{ ...options.interfaces[0]!, device, filter }],
      bufferMebibytes: 1,
      noteProcesses: false,
    });
    // Whoever counts beside has begun.
    await send(600);
    expect(lives.at(-1)?.counters).toMatchObject({ droppedByKernel: null, missing: 0 });
    const child = childrenOf(process.pid).find((pid) => argumentsOf(pid).includes('capture-child'))!;
    const tap = childrenOf(child).find((pid) => argumentsOf(pid).startsWith('dumpcap'))!;
    process.kill(tap, 'SIGSTOP');
    await flood(20_000);
    process.kill(tap, 'SIGCONT');
    const sending = send(1_600);
    await until('it is told', () => (lives.at(-1)?.counters.missing ?? 0) > 0);
    await sending;
    const { missing } = lives.at(-1)!.counters;
    expect(lives.at(-1)?.phase).toBe('running');
    const { counters } = (await call('live.stop', [state.id])) as LiveState;
    expect(counters.missing).toBeNull();
    // Not those that went by after the stop.
    expect(counters.received).toBe(counters.captured + counters.droppedByKernel!);
    expect(missing! / counters.droppedByKernel!).toBeCloseTo(1, 1);
    // No more than were sent, although the kernel counts those on loopback twice. Nobody listens: each is answered with an ICMP.
    expect(counters.droppedByKernel).toBeLessThan(isFiltered ? 20_000 : 44_000);
    expect(counters.droppedByKernel).toBeGreaterThan(10_000);
  });
});
