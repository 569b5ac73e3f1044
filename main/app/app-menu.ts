import { app, Menu, shell } from 'electron';
import type { RecentFiles } from '../session/recent-files';
import type { AppWindows } from './app-windows';
import { menuTemplate } from './menu';

/** The application menu in place, and the system's own list of recent documents kept with it. */
export class AppMenu {
  constructor(
    private readonly windows: AppWindows,
    private readonly recent: RecentFiles,
  ) {}

  async show(): Promise<void> {
    const template = menuTemplate(process.platform, await this.recent.list(), {
      command: (command) => {
        if (this.windows.count > 0) this.windows.command(command);
        // On macOS the menu stays when the last window is gone; its commands then begin with a window.
        else this.windows.open(null);
      },
      newWindow: () => this.windows.open(null),
      openRecent: (path) => this.windows.openFile(path),
      clearRecent: () => void this.clear(),
      openPage: (address) => void shell.openExternal(address),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  async opened(path: string): Promise<void> {
    app.addRecentDocument(path);
    await this.show();
  }

  private async clear(): Promise<void> {
    for (const { path } of await this.recent.list()) await this.recent.forget(path);
    app.clearRecentDocuments();
    await this.show();
  }
}
