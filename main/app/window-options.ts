import type { BrowserWindowConstructorOptions } from 'electron';
import type { Placement } from './window-placement';

/** How every window of the program is made: sandboxed, isolated, without Node. */
export function windowOptions(options: {
  readonly preload: string;
  readonly icon: string;
  readonly placement: Pick<Placement, 'bounds'>;
  readonly dark: boolean;
}): BrowserWindowConstructorOptions {
  return {
    ...options.placement.bounds,
    minWidth: 640,
    minHeight: 400,
    show: false,
    title: 'Wirestate',
    // Windows and macOS take the icon from the executable.
    ...(process.platform === 'linux' ? { icon: options.icon } : {}),
    // What shows before the page does: the page's own ground, so that nothing flashes.
    backgroundColor: options.dark ? '#101418' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}
