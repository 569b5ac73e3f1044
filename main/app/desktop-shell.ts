import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BrowserWindow, shell } from 'electron';
import { isDocumentation } from '../../preload/contract/shell';
import { Refusal } from '../session/refusal';
import type { WindowShell } from '../session/window';
import { chooseCapture, chooseDestination } from './dialogs';

export interface DesktopShellOptions {
  readonly version: string;
  readonly window: BrowserWindow;
  takeFileToOpen(): string | null;
  openWindow(file: string | null): void;
  onTitle(documentName: string, edited: boolean): void;
}

/** The shell's part of the contract on the desktop, for one window. */
export function desktopShell(options: DesktopShellOptions): WindowShell {
  const { version, window } = options;
  return {
    info: async () => ({ kind: 'desktop', version, platform: process.platform, nativeDialogs: true }),
    startupFile: async () => options.takeFileToOpen(),
    newWindow: async (path) => options.openWindow(path),
    setTitle: async (title, path, edited) => {
      window.setTitle(windowTitle(title, edited, process.platform));
      window.setRepresentedFilename(path ?? '');
      window.setDocumentEdited(edited);
      options.onTitle(path === null ? title : basename(path), edited);
    },
    openDocumentation: async (page) => {
      if (!isDocumentation(page)) throw new Refusal(`${page} is not a page of the documentation.`);
      await shell.openExternal(page);
    },
    revealFile: async (path) => {
      await stat(path);
      shell.showItemInFolder(path);
    },
    chooseOpen: () => chooseCapture(window),
    chooseSave: (suggestedName, format) => chooseDestination(window, suggestedName, format),
  };
}

/** macOS marks an edited document in the window's own button and names the app in the menu; elsewhere the title tells both. */
function windowTitle(title: string, edited: boolean, platform: NodeJS.Platform): string {
  if (platform === 'darwin' || title === 'Wirestate') return title;
  return `${edited ? '● ' : ''}${title} · Wirestate`;
}
