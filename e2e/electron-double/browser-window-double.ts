import { EventEmitter } from 'node:events';
import type { ElectronDouble } from './electron-double';
import { WebContentsDouble } from './web-contents-double';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface WindowOptions extends Partial<Bounds> {
  readonly title?: string;
  readonly webPreferences?: Record<string, unknown>;
}

/** Stands in for `BrowserWindow`. */
export class BrowserWindowDouble extends EventEmitter {
  readonly webContents: WebContentsDouble;
  private title: string;
  private bounds: Bounds;
  private maximized = false;
  private fullScreen = false;
  private destroyed = false;
  representedFilename = '';
  documentEdited = false;

  constructor(
    private readonly electron: ElectronDouble,
    options: WindowOptions = {},
  ) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    this.title = options.title ?? '';
    this.webContents = new WebContentsDouble(electron, options.webPreferences ?? {}, electron.context());
    electron.windows.push(this);
    electron.app.emit('web-contents-created', {}, this.webContents);
    void this.webContents.page.then((page) => page.setViewportSize({ width, height })).catch(() => {});
  }

  async loadURL(url: string): Promise<void> {
    try {
      await this.webContents.loadURL(url);
      this.emit('ready-to-show');
    } catch (error) {
      if (!this.destroyed) throw error;
    }
  }

  /** As a user's click on the cross: whoever listens may prevent it. */
  close(): void {
    if (this.destroyed) return;
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) this.destroy();
  }

  destroy(): void {
    this.destroyed = true;
    this.electron.windows.splice(this.electron.windows.indexOf(this), 1);
    void this.webContents.destroy();
    this.emit('closed');
    if (this.electron.windows.length === 0) this.electron.app.emit('window-all-closed');
  }

  show(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }

  focus(): void {
    const { windows } = this.electron;
    windows.push(...windows.splice(windows.indexOf(this), 1));
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  getTitle(): string {
    return this.title;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  setRepresentedFilename(path: string): void {
    this.representedFilename = path;
  }

  setDocumentEdited(edited: boolean): void {
    this.documentEdited = edited;
  }

  getBounds(): Bounds {
    return { ...this.bounds };
  }

  getNormalBounds(): Bounds {
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.bounds = { ...this.bounds, ...bounds };
  }

  maximize(): void {
    this.maximized = true;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  setFullScreen(on: boolean): void {
    this.fullScreen = on;
  }

  isFullScreen(): boolean {
    return this.fullScreen;
  }
}
