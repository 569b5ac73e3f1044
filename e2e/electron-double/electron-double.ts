import Module from 'node:module';
import { join, sep } from 'node:path';
import type { Browser, BrowserContext } from '@playwright/test';
import { AppDouble } from './app-double';
import { BrowserWindowDouble } from './browser-window-double';
import { IpcMainDouble } from './ipc-main-double';
import { menuModule } from './menu-double';
import { ProtocolDouble } from './protocol-double';
import {
  dialogDouble,
  nativeThemeDouble,
  screenDouble,
  sessionDouble,
  shellDouble,
  utilityProcessDouble,
} from './system-doubles';

const root = join(__dirname, '..', '..');
const mainFolder = join(root, 'out', 'main') + sep;

/**
 * Stands in for Electron where its binary cannot be had: the built main process runs in this one and finds this as `electron`;
 * each of its windows is a page in real Chromium with the built preload in a world of its own. Has only what the program calls.
 */
export class ElectronDouble {
  readonly windows: BrowserWindowDouble[] = [];
  readonly app = new AppDouble(this);
  readonly ipcMain = new IpcMainDouble();
  readonly protocol = new ProtocolDouble();
  readonly module: Record<string, unknown>;
  private opened: Promise<BrowserContext> | null = null;

  /** @param argv what the program finds as `process.argv` */
  constructor(
    private readonly browser: Browser,
    readonly argv: readonly string[],
    readonly env: Readonly<Record<string, string>>,
  ) {
    const electron = this;
    class BrowserWindow extends BrowserWindowDouble {
      constructor(options: ConstructorParameters<typeof BrowserWindowDouble>[1]) {
        super(electron, options);
      }
      static getAllWindows = () => [...electron.windows];
      static getFocusedWindow = () => electron.windows.at(-1) ?? null;
    }
    this.module = {
      app: this.app,
      BrowserWindow,
      ipcMain: this.ipcMain,
      Menu: menuModule(),
      dialog: dialogDouble(),
      protocol: this.protocol,
      session: sessionDouble(),
      shell: shellDouble(),
      nativeTheme: nativeThemeDouble(),
      screen: screenDouble(),
      utilityProcess: utilityProcessDouble(),
    };
  }

  /** Chromium's context, made when the first window needs it. */
  context(): Promise<BrowserContext> {
    this.opened ??= this.browser.newContext().then(async (context) => {
      // What no window's own handling takes, such as a popup's first request, goes nowhere.
      await context.route('**/*', (route) => route.abort('internetdisconnected'));
      return context;
    });
    return this.opened;
  }

  /** Runs the built main process. */
  start(): void {
    for (const path of Object.keys(require.cache)) if (path.startsWith(mainFolder)) delete require.cache[path];
    const argv = process.argv;
    const restoreEnvironment = setEnvironment(this.env);
    const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
    const load = loader._load;
    loader._load = (request, ...rest) => (request === 'electron' ? this.module : load.call(loader, request, ...rest));
    process.argv = [...this.argv];
    try {
      require(`${mainFolder}index.js`);
    } finally {
      loader._load = load;
      process.argv = argv;
      restoreEnvironment();
    }
  }

  async stop(): Promise<void> {
    for (const window of [...this.windows]) window.destroy();
    this.app.quit();
    await this.app.ended;
    const context = await this.opened;
    await context?.close();
  }
}

/** @returns a function that puts back what was there */
function setEnvironment(changes: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, changes);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
