import { BrowserWindow, type WebContents } from 'electron';
import type { MethodName } from '../../preload/contract/methods';
import type { Command } from '../../preload/contract/shell';
import type { Session } from '../session/session';
import type { SessionConnection } from '../session/session-connection';
import type { SessionWindow } from '../session/window';
import { desktopShell } from './desktop-shell';
import { askBeforeLeaving } from './dialogs';
import { isOwnPage, startPage } from './origin';
import { windowOptions } from './window-options';
import type { Placement } from './window-placement';

export interface AppWindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly icon: string;
  readonly placement: Pick<Placement, 'bounds'> & Partial<Placement>;
  readonly dark: boolean;
  /** The file that the window is to open; null for none. */
  readonly file: string | null;
  openWindow(file: string | null): void;
  onClosed(window: AppWindow): void;
}

/** One window of the desktop, with its captures. They end when its page is left, and with it. */
export class AppWindow {
  readonly browserWindow: BrowserWindow;
  private connection: SessionConnection | null = null;
  private fileToOpen: string | null;
  private askedForFile = false;
  private documentName = '';
  private edited = false;
  private leaving = false;
  private closesWhenSaved = false;

  constructor(private readonly options: AppWindowOptions) {
    this.fileToOpen = options.file;
    this.browserWindow = new BrowserWindow(windowOptions(options));
    if (options.placement.maximized) this.browserWindow.maximize();
    if (options.placement.fullScreen) this.browserWindow.setFullScreen(true);
    this.browserWindow.once('ready-to-show', () => this.browserWindow.show());
    this.browserWindow.on('close', (event) => {
      if (!this.mayClose()) event.preventDefault();
    });
    this.browserWindow.on('closed', () => {
      void this.connection?.close();
      this.connection = null;
      options.onClosed(this);
    });
    this.browserWindow.webContents.on('did-start-navigation', ({ url, isMainFrame, isSameDocument }) => {
      // One that leads elsewhere begins too, and is then refused: the page stays, with its captures.
      if (isMainFrame && !isSameDocument && isOwnPage(url)) this.renew();
    });
    this.browserWindow.on('page-title-updated', (event) => event.preventDefault());
    // Who goes on working after a save that came to nothing no longer means to close.
    this.contents.on('input-event', (_event, { type }) => {
      if (type === 'mouseDown' || type === 'rawKeyDown') this.closesWhenSaved = false;
    });
    void this.browserWindow.loadURL(startPage);
  }

  get contents(): WebContents {
    return this.browserWindow.webContents;
  }

  /** Whether it shows no capture, so that one can be opened in it. */
  get empty(): boolean {
    return this.fileToOpen === null && (this.connection?.openStates().length ?? 0) === 0;
  }

  get placement(): Placement {
    return {
      bounds: this.browserWindow.getNormalBounds(),
      maximized: this.browserWindow.isMaximized(),
      fullScreen: this.browserWindow.isFullScreen(),
    };
  }

  call(method: MethodName, args: unknown[]): Promise<unknown> {
    if (this.connection === null) return Promise.reject(new Error('This window is closed.'));
    return this.connection.call(method, args);
  }

  command(command: Command): void {
    this.tell('command', { command });
  }

  /** A page that still loads finds the file when it asks for it. */
  openFile(path: string): void {
    if (this.askedForFile) this.tell('openFile', { path });
    else this.fileToOpen = path;
  }

  focus(): void {
    if (this.browserWindow.isMinimized()) this.browserWindow.restore();
    this.browserWindow.focus();
  }

  /** A page that is loaded anew begins with captures of its own, and opens again what it had; a live capture goes on. */
  private renew(): void {
    this.edited = false;
    this.askedForFile = false;
    if (this.connection?.isLive) return;
    const had = this.connection?.openStates().at(-1)?.path;
    if (had !== undefined) this.fileToOpen = had;
    void this.connection?.close();
    this.connection = this.options.session.connect({
      emit: (event, payload) => this.tell(event, payload),
      shell: desktopShell({
        version: this.options.session.options.version,
        window: this.browserWindow,
        takeFileToOpen: () => this.takeFileToOpen(),
        openWindow: this.options.openWindow,
        onTitle: (name, edited) => {
          this.documentName = name;
          this.edited = edited;
          if (!edited && this.closesWhenSaved) this.browserWindow.close();
        },
      }),
    });
  }

  private takeFileToOpen(): string | null {
    this.askedForFile = true;
    const file = this.fileToOpen;
    this.fileToOpen = null;
    return file;
  }

  private readonly tell: SessionWindow['emit'] = (event, payload) => {
    if (!this.browserWindow.isDestroyed()) this.contents.send('wirestate:event', event, payload);
  };

  private mayClose(): boolean {
    if (!this.edited || this.leaving) return true;
    switch (askBeforeLeaving(this.browserWindow, this.documentName)) {
      case 'discard':
        this.leaving = true;
        return true;
      case 'save':
        this.closesWhenSaved = true;
        this.command('save');
        return false;
      case 'stay':
        return false;
    }
  }
}
