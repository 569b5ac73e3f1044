import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureState } from '../../preload/contract/capture';
import type { EventName } from '../../preload/contract/events';
import type { MethodName } from '../../preload/contract/methods';
import type { AnalysisListeners, CaptureAnalysis } from './capture-analysis';
import { Session } from './session';
import type { SessionConnection } from './session-connection';
import type { WindowShell } from './window';

/** Stands in for a capture's worker: opens any file whose name does not say otherwise. */
class StandInAnalysis implements CaptureAnalysis {
  static started: StandInAnalysis[] = [];
  readonly calls: [MethodName, unknown[]][] = [];
  readonly cancelled: string[] = [];
  terminated = false;

  constructor(
    readonly path: string,
    readonly id: number,
    readonly listeners: AnalysisListeners,
  ) {
    StandInAnalysis.started.push(this);
  }

  get opened(): Promise<CaptureState> {
    if (this.path.includes('refused')) return Promise.reject(new Error('It is not a capture.'));
    return Promise.resolve({
      id: this.id,
      path: this.path,
      name: 'c',
      phase: 'ready',
      sizeBytes: 24,
      warnings: [],
    } as never);
  }

  async call(method: MethodName, args: unknown[]): Promise<unknown> {
    this.calls.push([method, args]);
    return `${method} answered`;
  }

  cancelJob(job: string): void {
    this.cancelled.push(job);
  }

  async terminate(): Promise<void> {
    this.terminated = true;
  }
}

let folder: string;
let session: Session;
let events: [EventName, unknown][];
const started = () => StandInAnalysis.started;

function makeSession(roots?: readonly string[], warnings: string[] = []): Session {
  return new Session({
    version: '1.0.0',
    userDataFolder: join(folder, 'data'),
    samplesFolder: join(folder, 'samples'),
    startAnalysis: (path, id, listeners) => new StandInAnalysis(path, id, listeners),
    warn: (sentence) => warnings.push(sentence),
    ...(roots === undefined ? {} : { roots }),
  });
}

const connect = (told: [EventName, unknown][] = events): SessionConnection =>
  session.connect({
    emit: (event, payload) => told.push([event, payload]),
    shell: { info: async () => ({ kind: 'desktop' }) } as unknown as WindowShell,
  });

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'wirestate-session-')));
  for (const name of ['root', 'root/inner', 'outside']) mkdirSync(join(folder, name));
  for (const name of ['root/a.pcap', 'root/refused.txt', 'outside/secret.pcap'])
    writeFileSync(join(folder, name), 'bytes');
  StandInAnalysis.started = [];
  events = [];
  session = makeSession();
});

afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

describe('a call', () => {
  it('is refused where the contract has no such method', async () => {
    const connection = connect();
    for (const method of ['captures.format', '__proto__', 'constructor', 'captures', '', 'captures.open.call'])
      await expect(connection.call(method, [])).rejects.toThrow('There is no method');
  });

  it('is refused where an argument is not of its shape, by number', async () => {
    const connection = connect();
    const hostile: [string, unknown[]][] = [
      ['captures.open', [42]],
      ['captures.open', ['a\0b']],
      ['captures.open', []],
      ['captures.open', ['/a', '/b']],
      ['captures.timeline', [1, Number.POSITIVE_INFINITY]],
      ['packets.rows', [1, { view: 0, start: -1, count: 10, custom: [] }]],
      ['packets.rows', [1, { view: 0, start: 0, count: 1e9, custom: [] }]],
      ['packets.rows', [1, { view: 0, start: 0, count: 1, custom: [], extra: 1 }]],
      ['packets.rows', [1, null]],
      ['packets.mark', [1, new Array(3), true]],
      ['packets.view', [1, { filter: '', timeRange: { from: '1e9', to: '2' }, sort: null, job: 'j' }]],
      ['settings.change', [{ theme: 'pink' }]],
      ['settings.change', [JSON.parse('{"__proto__": {"theme": "dark"}}')]],
      ['captures.export', [1, { path: '/x', format: 'exe', packets: { kind: 'all' }, job: 'j' }]],
    ];
    for (const [method, args] of hostile)
      await expect(connection.call(method, args), `${method} ${JSON.stringify(args)}`).rejects.toThrow(
        new RegExp(`${method}.*(shape|takes)|takes.*arguments`),
      );
    expect(started()).toHaveLength(0);
  });

  it('reaches the capture that it names, without the id', async () => {
    const connection = connect();
    const { id } = (await connection.call('captures.open', [join(folder, 'root/a.pcap')])) as CaptureState;
    expect(await connection.call('packets.detail', [id, 7])).toBe('packets.detail answered');
    expect(started()[0].calls.at(-1)).toEqual(['packets.detail', [7]]);
  });

  it('reaches no capture of another window', async () => {
    const { id } = (await connect().call('captures.open', [join(folder, 'root/a.pcap')])) as CaptureState;
    await expect(connect().call('packets.detail', [id, 1])).rejects.toThrow(`no open capture ${id}`);
    await expect(connect().call('captures.close', [id])).rejects.toThrow(`no open capture ${id}`);
  });

  it('for the shell is answered by the shell', async () => {
    expect(await connect().call('shell.info', [])).toEqual({ kind: 'desktop' });
  });
});

describe('a capture', () => {
  it('that is none is refused with the worker’s sentence, and its worker ended', async () => {
    await expect(connect().call('captures.open', [join(folder, 'root/refused.txt')])).rejects.toThrow(
      'It is not a capture.',
    );
    expect(started()[0].terminated).toBe(true);
  });

  it('ends with its window', async () => {
    const connection = connect();
    await connection.call('captures.open', [join(folder, 'root/a.pcap')]);
    await connection.close();
    expect(started()[0].terminated).toBe(true);
    await expect(connection.call('settings.get', [])).rejects.toThrow('closed');
  });

  it('whose worker dies is failed with a sentence, and starts again when reloaded', async () => {
    const connection = connect();
    const { id } = (await connection.call('captures.open', [join(folder, 'root/a.pcap')])) as CaptureState;
    started()[0].listeners.died('The analysis ran out of memory.');
    const failed = (await connection.call('captures.state', [id])) as CaptureState;
    expect(failed.phase).toBe('failed');
    expect(failed.warnings.at(-1)?.message).toMatch(/^The analysis ran out of memory\. Reload/);
    expect(events.at(-1)).toEqual(['captureState', failed]);
    await expect(connection.call('packets.detail', [id, 1])).rejects.toThrow('reload');

    await connection.call('captures.reload', [id]);
    expect(started()).toHaveLength(2);
    expect(((await connection.call('captures.state', [id])) as CaptureState).phase).toBe('ready');
    expect(await connection.call('packets.detail', [id, 1])).toBe('packets.detail answered');
  });

  it('hears of the end of a job only in its own window', async () => {
    const [one, other] = [connect(), connect()];
    await one.call('captures.open', [join(folder, 'root/a.pcap')]);
    await other.call('captures.open', [join(folder, 'root/a.pcap')]);
    await one.call('jobs.cancel', ['sort-1']);
    expect(started().map(({ cancelled }) => cancelled)).toEqual([['sort-1'], []]);
  });
});

describe('verifying checksums', () => {
  it('is asked of every capture that opens while it is set, and again of one that starts again', async () => {
    const connection = connect();
    const { id } = (await connection.call('captures.open', [join(folder, 'root/a.pcap')])) as CaptureState;
    const checksums = () =>
      started().map(({ calls }) => calls.filter(([method]) => method === 'captures.setVerifyChecksums'));
    expect(checksums()).toEqual([[]]);
    await connection.call('settings.change', [{ verifyChecksums: true }]);
    await connection.call('captures.open', [join(folder, 'root/a.pcap')]);
    started()[0].listeners.died('It ended.');
    await connection.call('captures.reload', [id]);
    expect(checksums()).toEqual([
      [],
      [['captures.setVerifyChecksums', [true]]],
      [['captures.setVerifyChecksums', [true]]],
    ]);
  });
});

describe('whose verdicts are shown', () => {
  it('reaches the captures of every window, and those that open later', async () => {
    const asked = () =>
      started().map(({ calls }) =>
        calls.filter(([method]) => method === 'captures.setVerdictSource').flatMap(([, given]) => given),
      );
    const connection = connect();
    await connection.call('captures.open', [join(folder, 'root/a.pcap')]);
    await connect([]).call('settings.change', [{ verdicts: 'wireshark' }]);
    expect(asked()).toEqual([['wireshark']]);
    await connection.call('captures.open', [join(folder, 'root/a.pcap')]);
    expect(asked()).toEqual([['wireshark'], ['wireshark']]);
  });
});

describe('coloring rules and macros', () => {
  const asked = (which: number) =>
    started()
      [which].calls.filter(([method]) => method === 'colors.setRules' || method === 'filters.setMacros')
      .map(([method, [list]]) => [method, (list as { name: string }[]).map(({ name }) => name)]);
  const rule = { name: 'mine', filter: 'arp', foreground: '', background: '#ffeedd', enabled: true };
  const macro = { name: 'opens', text: 'tcp.flags.syn == $1' };

  it('reach every open capture when they change, and each that opens, once', async () => {
    const connection = connect();
    await connection.call('captures.open', [join(folder, 'root/a.pcap')]);
    expect(asked(0)).toMatchObject([['colors.setRules', { 0: 'Reset' }]]);
    const other = connect([]);
    await other.call('settings.change', [{ coloringRules: [rule], macros: [macro] }]);
    await other.call('settings.change', [{ utc: true }]);
    expect(asked(0).slice(1)).toEqual([
      ['filters.setMacros', ['opens']],
      ['colors.setRules', ['mine']],
    ]);
    await other.call('settings.change', [{ coloring: false }]);
    expect(asked(0).at(-1)).toEqual(['colors.setRules', []]);
    await connection.call('captures.open', [join(folder, 'root/a.pcap')]);
    expect(asked(1)).toEqual([['filters.setMacros', ['opens']]]);
  });

  it('are refused where a color is none', async () => {
    const change = (background: string) =>
      connect().call('settings.change', [{ coloringRules: [{ ...rule, background }] }]);
    for (const color of ['red', '#fff', '#ffeedd;}', 'url(x)']) await expect(change(color)).rejects.toThrow('shape');
  });
});

describe('an export', () => {
  it('goes to no place that does not last', async () => {
    const connection = connect();
    mkdirSync(join(folder, 'samples'));
    mkdirSync(join(folder, 'uploads'));
    await session.permitPassing(join(folder, 'uploads'));
    const { id } = (await connection.call('captures.open', [join(folder, 'root/a.pcap')])) as CaptureState;
    const exportTo = (path: string) =>
      connection.call('captures.export', [id, { path, format: 'pcap', packets: { kind: 'all' }, job: 'j' }]);
    await expect(exportTo(join(folder, 'uploads/a.pcap'))).rejects.toThrow('does not last');
    await expect(exportTo(join(folder, 'samples/a.pcap'))).rejects.toThrow('does not last');
    expect(await exportTo(join(folder, 'root/a.pcap'))).toBe('captures.export answered');
  });
});

describe('settings', () => {
  const file = () => join(folder, 'data/settings.json');

  it('are told to every window and kept, with keys that this version does not know', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file(), '{"theme":"light","fromTheFuture":[1]}');
    session = makeSession();
    const others: [EventName, unknown][] = [];
    connect(others);
    const changed = await connect().call('settings.change', [{ utc: true }]);
    expect(changed).toMatchObject({ theme: 'light', utc: true, timeFormat: 'since-start' });
    expect(changed).not.toHaveProperty('fromTheFuture');
    expect(others).toEqual([['settings', changed]]);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ theme: 'light', fromTheFuture: [1], utc: true });
  });

  it('of a wrong shape in the file take their defaults', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file(), '{"theme":"pink","columns":"all","utc":true}');
    session = makeSession();
    const settings = await connect().call('settings.get', []);
    expect(settings).toMatchObject({ theme: 'system', utc: true });
    expect((settings as { columns: unknown[] }).columns).toHaveLength(9);
  });

  it('in a broken file are set aside, not lost', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file(), '{"theme":"lig');
    const warnings: string[] = [];
    session = makeSession(undefined, warnings);
    await connect().call('settings.change', [{ utc: true }]);
    expect(warnings).toEqual([expect.stringMatching(/set aside as .+\.$/)]);
    const aside = /set aside as (.+)\.$/.exec(warnings[0])?.[1] ?? '';
    expect(readFileSync(aside, 'utf8')).toBe('{"theme":"lig');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ utc: true });
  });
});

describe('recent files', () => {
  it('are the last twenty, newest first, with those that are gone marked', async () => {
    const connection = connect();
    for (let number = 0; number < 22; number++) {
      writeFileSync(join(folder, `root/${number}.pcap`), 'bytes');
      await connection.call('captures.open', [join(folder, `root/${number}.pcap`)]);
    }
    await connection.call('captures.open', [join(folder, 'root/5.pcap')]);
    rmSync(join(folder, 'root/21.pcap'));
    session = makeSession();
    const recent = (await connect().call('files.recent', [])) as { name: string; missing: boolean }[];
    expect(recent).toHaveLength(20);
    expect(recent.slice(0, 3).map(({ name, missing }) => [name, missing])).toEqual([
      ['5.pcap', false],
      ['21.pcap', true],
      ['20.pcap', false],
    ]);
  });
});

describe('a session limited to roots', () => {
  beforeEach(() => {
    session = makeSession([join(folder, 'root')]);
    symlinkSync(join(folder, 'outside'), join(folder, 'root/way-out'));
    symlinkSync(join(folder, 'root/a.pcap'), join(folder, 'root/within.pcap'));
  });

  it('lists what is in them, without the links that lead out', async () => {
    const connection = connect();
    expect(await connection.call('files.roots', [])).toEqual([join(folder, 'root')]);
    const listed = (await connection.call('files.folder', [join(folder, 'root')])) as {
      parent: string | null;
      entries: { name: string; kind: string }[];
    };
    expect(listed.parent).toBeNull();
    expect(listed.entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'folder inner',
      'file a.pcap',
      'file refused.txt',
      'file within.pcap',
    ]);
    const inner = await connection.call('files.folder', [join(folder, 'root/inner')]);
    expect(inner).toMatchObject({ parent: join(folder, 'root'), entries: [] });
  });

  it('neither opens, lists, tells of nor writes what is outside', async () => {
    const connection = connect();
    const { id } = (await connection.call('captures.open', [join(folder, 'root/a.pcap')])) as CaptureState;
    const ways = ['outside', 'root/../outside', 'root/way-out', 'root-beside'].map((way) => `${folder}/${way}`);
    for (const way of ways) {
      await expect(connection.call('files.folder', [way]), way).rejects.toThrow('outside the folders');
      await expect(connection.call('captures.open', [`${way}/secret.pcap`]), way).rejects.toThrow(
        'outside the folders',
      );
      const request = { path: `${way}/new.pcap`, format: 'pcap', packets: { kind: 'all' }, job: 'j' };
      await expect(connection.call('captures.export', [id, request]), way).rejects.toThrow('outside the folders');
      expect(await connection.call('files.exists', [`${way}/secret.pcap`])).toBe(false);
    }
    await expect(connection.call('captures.open', ['a.pcap'])).rejects.toThrow('whole path');
    expect(started()).toHaveLength(1);
  });

  it('opens what was permitted one by one', async () => {
    session.reachable.permit(join(folder, 'outside/secret.pcap'));
    const state = await connect().call('captures.open', [join(folder, 'outside/secret.pcap')]);
    expect(state).toMatchObject({ phase: 'ready' });
  });

  it('says no otherwise of a file that is not there than of one outside that is', async () => {
    const connection = connect();
    const [there, absent] = await Promise.all(
      ['secret.pcap', 'nothing.pcap'].map((name) =>
        connection.call('captures.open', [join(folder, 'outside', name)]).catch((error: Error) => error.message),
      ),
    );
    expect(String(absent).replace('nothing', 'secret')).toBe(there);
    await expect(connection.call('captures.open', [join(folder, 'root/nothing.pcap')])).rejects.toThrow('no such file');
  });
});
