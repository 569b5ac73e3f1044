import { fork } from 'node:child_process';

/** Stands in for `dialog`: a spec puts its answers in place of these. */
export const dialogDouble = () => ({
  showOpenDialog: async (): Promise<unknown> => ({ canceled: true, filePaths: [] }),
  showSaveDialog: async (): Promise<unknown> => ({ canceled: true, filePath: '' }),
  showMessageBox: async (): Promise<unknown> => ({ response: 0 }),
  showMessageBoxSync: (): number => 0,
});

/** Stands in for `shell`, which hands things to the system: here it notes them. */
export const shellDouble = () => {
  const opened: string[] = [];
  return {
    opened,
    openExternal: async (url: string) => void opened.push(url),
    showItemInFolder: (path: string) => void opened.push(path),
  };
};

export const nativeThemeDouble = () => ({ themeSource: 'system', shouldUseDarkColors: false });

const workArea = { x: 0, y: 0, width: 1920, height: 1040 };
const display = { id: 1, workArea, bounds: { ...workArea, height: 1080 } };

export const screenDouble = () => ({ getPrimaryDisplay: () => display, getAllDisplays: () => [display] });

/** Stands in for `session.defaultSession`; Chromium under Playwright refuses permissions and downloads by itself. */
export const sessionDouble = () => ({
  defaultSession: {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
    on: () => {},
  },
});

/** A child of Node's own, with the channel of a utility process. */
export const utilityProcessDouble = () => ({
  fork(path: string, args: readonly string[]) {
    const child = fork(path, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
    return Object.assign(child, { postMessage: (message: object) => void child.send(message) });
  },
});
