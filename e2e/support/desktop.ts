import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Browser,
  test as base,
  type ElectronApplication,
  _electron as electron,
  type Page,
} from '@playwright/test';
import { ElectronDouble } from '../electron-double/electron-double';
import type { WebContentsDouble } from '../electron-double/web-contents-double';

/** Electron's own exports, as far as specs reach into them. */
export type ElectronModule = typeof import('electron');

/** The desktop app as a spec sees it, on Electron's own binary or on the double. */
export interface Desktop {
  readonly userDataFolder: string;
  /** Starts the app. */
  start(...files: string[]): Promise<void>;
  /** Starts it a second time while the first runs, and waits until the second has ended. */
  startAgain(...files: string[]): Promise<void>;
  /** Runs in the main process. */
  inMain<Result, Argument>(
    work: (electron: ElectronModule, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** The pages of the windows, oldest first. */
  pages(): Promise<Page[]>;
  clickMenu(id: string): Promise<void>;
  /** Lets a page's File know where it lies, where Chromium does not tell. */
  knowFile(page: Page, path: string): Promise<void>;
  /** Quits, and waits until it has. */
  stop(): Promise<void>;
}

const root = resolve(__dirname, '..', '..');

export const test = base.extend<{ desktop: Desktop; files: string }, { runsOn: 'electron' | 'double' }>({
  runsOn: ['double', { option: true, scope: 'worker' }],

  // A folder of the test's own, gone when it ends.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern.
  files: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'wirestate-desktop-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  desktop: async ({ runsOn, browser, files }, use, testInfo) => {
    const obstacle = runsOn === 'electron' ? electronObstacle() : null;
    testInfo.skip(obstacle !== null, obstacle ?? '');
    const userDataFolder = join(files, 'user-data');
    const desktop = runsOn === 'electron' ? new OnElectron(userDataFolder) : new OnDouble(userDataFolder, browser);
    await use(desktop);
    await desktop.stop();
  },
});

export { expect } from '@playwright/test';

const environmentOf = (userDataFolder: string) => ({ WIRESTATE_USER_DATA: userDataFolder });

class OnDouble implements Desktop {
  private double: ElectronDouble | null = null;

  constructor(
    readonly userDataFolder: string,
    private readonly browser: Browser,
  ) {}

  async start(...files: string[]): Promise<void> {
    this.double = this.launch(files);
  }

  async startAgain(...files: string[]): Promise<void> {
    await this.launch(files).app.ended;
  }

  async inMain<Result, Argument>(
    work: (electron: ElectronModule, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result> {
    return work(this.running.module as unknown as ElectronModule, argument);
  }

  async pages(): Promise<Page[]> {
    const windows = [...this.running.windows].sort((a, b) => a.webContents.id - b.webContents.id);
    return Promise.all(windows.map(({ webContents }) => webContents.page));
  }

  async clickMenu(id: string): Promise<void> {
    await this.inMain(clickItem, id);
  }

  async knowFile(page: Page, path: string): Promise<void> {
    for (const { webContents } of this.running.windows)
      if ((await webContents.page) === page) await (webContents as WebContentsDouble).knowFile(path);
  }

  async stop(): Promise<void> {
    await this.double?.stop();
    this.double = null;
  }

  private get running(): ElectronDouble {
    if (this.double === null) throw new Error('The app was not started.');
    return this.double;
  }

  private launch(files: readonly string[]): ElectronDouble {
    const argv = ['electron', root, '--', ...files];
    const double = new ElectronDouble(this.browser, argv, environmentOf(this.userDataFolder));
    double.start();
    return double;
  }
}

class OnElectron implements Desktop {
  private app: ElectronApplication | null = null;

  constructor(readonly userDataFolder: string) {}

  async start(...files: string[]): Promise<void> {
    this.app = await electron.launch({
      executablePath: electronBinary() ?? '',
      args: [root, '--', ...files],
      env: this.env,
    });
  }

  async startAgain(...files: string[]): Promise<void> {
    const second = spawn(electronBinary() ?? '', [root, '--', ...files], { env: this.env, stdio: 'ignore' });
    await new Promise((ended) => second.on('exit', ended));
  }

  inMain<Result, Argument>(
    work: (electron: ElectronModule, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result> {
    return this.running.evaluate(work as never, argument as never) as Promise<Result>;
  }

  async pages(): Promise<Page[]> {
    return this.running.windows();
  }

  async clickMenu(id: string): Promise<void> {
    await this.inMain(clickItem, id);
  }

  async knowFile(): Promise<void> {}

  async stop(): Promise<void> {
    // Nothing may be left to ask about: a dialog would hold the app.
    await this.app?.evaluate(({ app }) => app.exit(0)).catch(() => {});
    await this.app?.close().catch(() => {});
    this.app = null;
  }

  private get running(): ElectronApplication {
    if (this.app === null) throw new Error('The app was not started.');
    return this.app;
  }

  private get env(): Record<string, string> {
    return { ...(process.env as Record<string, string>), ...environmentOf(this.userDataFolder) };
  }
}

/** Runs in the main process, and so can use nothing from around it. */
function clickItem({ Menu }: ElectronModule, id: string): void {
  const item = Menu.getApplicationMenu()?.getMenuItemById(id);
  if (!item) throw new Error(`The menu has no item ${id}.`);
  item.click();
}

function electronBinary(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(note, 'utf8').trim());
  return existsSync(path) ? path : null;
}

/** @returns why Electron's own binary cannot run here, in words; null where it can */
function electronObstacle(): string | null {
  if (electronBinary() === null) return 'Electron’s binary is not installed; npx install-electron fetches it';
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display for Electron';
  return process.getuid?.() === 0 ? 'Electron’s sandbox does not run as root' : null;
}
