import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBuilt } from './build.mjs';
import { whatIsLacking } from './dependencies.mjs';
import { callersFolder } from './folders.mjs';
import { isRecent } from './node-version.mjs';
import { run } from './run.mjs';
import { chooseShell } from './shell-choice.mjs';
import { readArguments } from './start-arguments.mjs';

describe('the Node that runs', () => {
  it('does from 20.19 on', () => {
    expect(['20.19.0', '22.0.0', '26.1.0'].map(isRecent)).toEqual([true, true, true]);
    expect(['20.18.9', '18.20.4', '9.0.0'].map(isRecent)).toEqual([false, false, false]);
  });
});

describe('dependencies', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/ws': { version: '8.18.0' },
      'node_modules/@esbuild/win32-x64': { version: '0.25.0', optional: true },
    },
  };

  it('are lacking where none are installed, one is missing, or one is of another version', () => {
    expect(whatIsLacking(lock, null)).toContain('none yet');
    expect(whatIsLacking(lock, { packages: {} })).toContain('ws is missing');
    expect(whatIsLacking(lock, { packages: { 'node_modules/ws': { version: '8.17.0' } } })).toContain(
      'should be 8.18.0',
    );
  });

  it('of other systems may be missing', () => {
    expect(whatIsLacking(lock, { packages: { 'node_modules/ws': { version: '8.18.0' } } })).toBeNull();
  });
});

describe('what was built', () => {
  const products = [
    'main/index.js',
    'main/cli.js',
    'main/worker.js',
    'main/packet-reader.js',
    'preload/index.js',
    'renderer/index.html',
    'renderer/browser.html',
  ];

  function tree(): { folder: string; write(path: string, seconds: number): void } {
    const folder = mkdtempSync(join(tmpdir(), 'wirestate-build-'));
    const write = (path: string, seconds: number) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
      for (let at = join(folder, path); at !== folder; at = dirname(at)) utimesSync(at, seconds, seconds);
    };
    return { folder, write };
  }

  it('is old where a source is newer, or a product missing; a test beside the code is no source', () => {
    const { folder, write } = tree();
    write('main/session/session.ts', 1_000);
    expect(isBuilt(folder)).toBe(false);
    for (const product of products) write(`out/${product}`, 2_000);
    expect(isBuilt(folder)).toBe(true);
    write('main/session/session.test.ts', 3_000);
    utimesSync(join(folder, 'main/session'), 1_000, 1_000);
    utimesSync(join(folder, 'main'), 1_000, 1_000);
    expect(isBuilt(folder)).toBe(true);
    write('renderer/app.tsx', 3_000);
    expect(isBuilt(folder)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

describe('the shell', () => {
  const surroundings = (changes: object) => ({
    platform: 'linux',
    env: { DISPLAY: ':0' },
    isRoot: false,
    fetchElectron: async () => null,
    ...changes,
  });

  it('is the desktop’s where Electron and a display are there', async () => {
    expect(await chooseShell(null, surroundings({}))).toMatchObject({ shell: 'desktop' });
    expect(await chooseShell(null, surroundings({ env: { WAYLAND_DISPLAY: 'wayland-0' } }))).toMatchObject({
      shell: 'desktop',
    });
    expect(await chooseShell(null, surroundings({ platform: 'darwin', env: {} }))).toMatchObject({ shell: 'desktop' });
  });

  it('is the browser’s without a display, and Electron is then not fetched', async () => {
    let fetched = false;
    const fetchElectron = async () => {
      fetched = true;
      return null;
    };
    expect(await chooseShell(null, surroundings({ env: {}, fetchElectron }))).toEqual({
      shell: 'browser',
      why: 'there is no display',
    });
    expect(fetched).toBe(false);
  });

  it('is the browser’s as root, where Electron cannot be had, and where it is asked for', async () => {
    expect((await chooseShell(null, surroundings({ isRoot: true }))).why).toContain('root');
    const fetchElectron = async () => 'Electron could not be fetched';
    expect(await chooseShell('desktop', surroundings({ fetchElectron }))).toEqual({
      shell: 'browser',
      why: 'Electron could not be fetched',
    });
    expect(await chooseShell('browser', surroundings({}))).toEqual({ shell: 'browser', why: 'as asked' });
  });
});

describe('the arguments of start', () => {
  it('name files and roots relative to the caller’s folder', () => {
    const folder = resolve('/captures');
    expect(readArguments(['a.pcap', '--browser', '--root', 'inner'], folder)).toEqual({
      file: resolve(folder, 'a.pcap'),
      shell: 'browser',
      port: null,
      roots: [resolve(folder, 'inner')],
    });
    expect(readArguments([], folder)).toMatchObject({ file: null, shell: null, roots: [folder] });
    expect(readArguments(['--port', '8080'], folder)).toMatchObject({ shell: 'browser', port: '8080' });
  });

  it('are refused where they mean nothing', () => {
    for (const wrong of [['a', 'b'], ['--browser', '--desktop'], ['--nonsense']])
      expect(() => readArguments(wrong, '/')).toThrow();
  });

  it('are relative to where npm was called, not to where it runs the script', () => {
    expect(callersFolder({ npm_lifecycle_event: 'start', INIT_CWD: '/captures' })).toBe(resolve('/captures'));
    expect(callersFolder({ INIT_CWD: '/captures' })).toBe(process.cwd());
  });
});

describe('a program', () => {
  it('that takes too long is ended, and one that is not there is no exception', async () => {
    const forever = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];
    expect(await run(forever, { limitMilliseconds: 300 })).toBe(124);
    expect(await run(['no-such-program-of-ours'])).toBe(127);
    expect(await run([process.execPath, '-e', 'process.exit(3)'])).toBe(3);
  });
});
