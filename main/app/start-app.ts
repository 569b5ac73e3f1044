import { app, session as electronSession, nativeTheme } from 'electron';
import type { CaptureState } from '../../preload/contract/capture';
import type { Settings } from '../../preload/contract/settings';
import { findInstallation, type Installation, userDataFolder } from '../session/installation';
import { Session } from '../session/session';
import { AppMenu } from './app-menu';
import { declareScheme, serveScheme } from './app-protocol';
import { AppWindows } from './app-windows';
import { launchCaptureProcess } from './capture-process';
import { recoverFromCrashes } from './crash-recovery';
import { answerCalls } from './ipc';
import { argumentsOf, filesNamed } from './launch-files';
import { lockDown } from './lockdown';
import { PlacementStore } from './window-placement';

/** Starts the desktop app, or hands its files to the one that already runs. */
export function startApp(): void {
  app.setPath('userData', userDataFolder());
  const files = filesNamed(argumentsOf(process.argv, app.isPackaged), process.cwd());
  if (!app.requestSingleInstanceLock({ files })) {
    app.quit();
    return;
  }
  app.enableSandbox();
  declareScheme();
  const early = collectEarlyFiles();
  void app.whenReady().then(() => run(findInstallation(), () => [...files, ...early()]));
}

async function run(installation: Installation, filesToOpen: () => readonly string[]): Promise<void> {
  lockDown(electronSession.defaultSession);
  serveScheme(installation.rendererFolder);
  const session = new Session({
    ...installation,
    userDataFolder: app.getPath('userData'),
    launchCapture: launchCaptureProcess,
  });
  const placements = new PlacementStore(app.getPath('userData'), session.warn);
  await placements.read();
  nativeTheme.themeSource = (await session.settings.get()).theme;
  const windows = new AppWindows(session, installation, placements);
  const menu = new AppMenu(windows, session.recent);
  answerCalls(windows, (method, value) => {
    if (method === 'captures.open') void menu.opened((value as CaptureState).path);
    if (method === 'files.forgetRecent') void menu.show();
    if (method === 'settings.change') nativeTheme.themeSource = (value as Settings).theme;
  });
  recoverFromCrashes(windows);
  await menu.show();
  const files = filesToOpen();
  listen(windows);
  tidyUpAtTheEnd(session, placements);
  if (files.length === 0) windows.open(null);
  for (const file of files) windows.open(file);
}

function listen(windows: AppWindows): void {
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const files = filesOf(data);
    for (const file of files) windows.openFile(file);
    if (files.length === 0) windows.open(null).focus();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    windows.openFile(path);
  });
  app.on('activate', () => {
    if (windows.count === 0) windows.open(null);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

/** Lets the app end only when what is to be remembered is on disk. */
function tidyUpAtTheEnd(session: Session, placements: PlacementStore): void {
  let tidy = false;
  app.on('will-quit', (event) => {
    if (tidy) return;
    event.preventDefault();
    void Promise.allSettled([session.close(), placements.settled()]).then(() => {
      tidy = true;
      app.quit();
    });
  });
}

/** macOS names the file that the app was started for in an event, before the app is ready. */
function collectEarlyFiles(): () => readonly string[] {
  const files: string[] = [];
  const collect = (event: { preventDefault(): void }, path: string) => {
    event.preventDefault();
    files.push(path);
  };
  app.on('open-file', collect);
  return () => {
    app.off('open-file', collect);
    return files;
  };
}

/** The data comes from another process of the same user; it is no more trusted than any other. */
function filesOf(data: unknown): readonly string[] {
  const { files } = (data ?? {}) as { files?: unknown };
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
}
