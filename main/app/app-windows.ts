import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Command } from '../../preload/contract/shell';
import type { Session } from '../session/session';
import { AppWindow } from './app-window';
import { type PlacementStore, placeWindow } from './window-placement';

/** The windows of the desktop. */
export class AppWindows {
  private readonly windows = new Map<number, AppWindow>();

  constructor(
    private readonly session: Session,
    private readonly files: { readonly preload: string; readonly icon: string },
    private readonly placements: PlacementStore,
  ) {}

  get count(): number {
    return this.windows.size;
  }

  /** The window whose page this is. */
  of(contents: WebContents): AppWindow | undefined {
    return this.windows.get(contents.id);
  }

  /** The window in front, else any. */
  get current(): AppWindow | undefined {
    const focused = BrowserWindow.getFocusedWindow();
    return (focused === null ? undefined : this.of(focused.webContents)) ?? [...this.windows.values()].at(-1);
  }

  open(file: string | null): AppWindow {
    const window = new AppWindow({
      session: this.session,
      ...this.files,
      dark: nativeTheme.shouldUseDarkColors,
      file,
      placement: { ...this.placements.placement, bounds: this.nextBounds() },
      openWindow: (path) => this.open(path),
      onClosed: () => this.windows.delete(id),
    });
    // A window that is gone no longer tells its id.
    const { id } = window.contents;
    this.windows.set(id, window);
    window.browserWindow.on('close', () => this.placements.remember(window.placement));
    return window;
  }

  /** Opens a file where there is room for it: in a window without a capture, else in a new one. */
  openFile(path: string): void {
    const window = [...this.windows.values()].find(({ empty }) => empty);
    if (window === undefined) {
      this.open(path).focus();
      return;
    }
    window.openFile(path);
    window.focus();
  }

  /** Hands a menu's command to the window in front. */
  command(command: Command): void {
    this.current?.command(command);
  }

  private nextBounds() {
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
    const areas = [primary, ...others].map(({ workArea }) => workArea);
    return placeWindow(this.placements.placement, areas, this.windows.size);
  }
}
