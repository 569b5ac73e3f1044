import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, expect } from '@playwright/test';
import type { Bridge } from '../../preload/contract/bridge';

declare global {
  interface Window {
    readonly wirestate: Bridge;
  }
}

/** The browser shell, started as a user starts it. */
export interface BrowserShell {
  /** The test's own folder; `captures` in it is the shell's only root. */
  readonly folder: string;
  readonly captures: string;
  /** What the shell takes for the system's folder of temporary files. */
  readonly temporary: string;
  /** @returns the address that it prints, with the token */
  start(...args: string[]): Promise<string>;
  /** Interrupts it as Ctrl+C does. @returns its exit code */
  interrupt(): Promise<number | null>;
  /** Ends it without a warning, as a crash or a loss of power does. */
  kill(): Promise<void>;
  /** Of the one started last. */
  processId(): number;
}

const cli = resolve(__dirname, '..', '..', 'out', 'main', 'cli.js');

/** Gives a shell with a folder of its own, and ends what was started when the work is done. */
export async function withBrowserShell(work: (shell: BrowserShell) => Promise<void>): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wirestate-browser-')));
  const captures = join(folder, 'captures');
  const temporary = join(folder, 'temporary');
  mkdirSync(captures);
  mkdirSync(temporary);
  const running: ChildProcess[] = [];
  try {
    await work({
      folder,
      captures,
      temporary,
      start: async (...args) => {
        const child = spawn(process.execPath, [cli, 'serve', ...args, '--root', captures], {
          env: { ...process.env, WIRESTATE_USER_DATA: join(folder, 'user-data'), TMPDIR: temporary },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        running.push(child);
        return addressFrom(child);
      },
      interrupt: () => interrupt(running.pop()),
      processId: () => running.at(-1)?.pid as number,
      kill: async () => {
        const child = running.pop();
        child?.kill('SIGKILL');
        if (child) await new Promise((resolve) => child.on('exit', resolve));
      },
    });
  } finally {
    for (const child of running) await interrupt(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Tests whose page must not throw, nor ask anything in a dialog of its own; with `isConsoleWatched` it must not write errors to its
 * console either.
 */
export const test = base.extend<{ shell: BrowserShell; isConsoleWatched: boolean }>({
  isConsoleWatched: [false, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern.
  shell: async ({}, use) => withBrowserShell(use),

  // It needs the shell to be there for longer than itself: a page whose shell has gone rightly complains.
  page: async ({ page, shell: _shell, isConsoleWatched }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    page.on('dialog', (dialog) => {
      if (dialog.type() === 'beforeunload') return dialog.accept();
      faults.push(`a dialog of the page: ${dialog.message()}`);
      return dialog.dismiss();
    });
    page.on('console', (message) => {
      if (isConsoleWatched && message.type() === 'error') faults.push(message.text());
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

export { expect };

function addressFrom(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk) => {
      printed += chunk;
      const address = /http:\/\/\S+/.exec(printed)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${printed}`)));
  });
}

function interrupt(child: ChildProcess | undefined): Promise<number | null> {
  if (child === undefined || child.exitCode !== null) return Promise.resolve(child?.exitCode ?? null);
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(code));
    child.kill('SIGINT');
  });
}
