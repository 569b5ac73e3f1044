import { app, dialog } from 'electron';
import type { AppWindows } from './app-windows';

/** A page that crashed twice within this time would go on to crash: it is not loaded again without being asked. */
const soonMilliseconds = 10_000;

/** Loads a window's page again after it crashed, and says so. */
export function recoverFromCrashes(windows: AppWindows): void {
  const lastCrash = new WeakMap<object, number>();
  app.on('render-process-gone', (_event, contents, { reason }) => {
    if (reason === 'clean-exit' || windows.of(contents) === undefined || contents.isDestroyed()) return;
    const again = Date.now() - (lastCrash.get(contents) ?? 0) < soonMilliseconds;
    lastCrash.set(contents, Date.now());
    if (!again) contents.reload();
    void notify(again, reason).then((reload) => {
      if (reload && !contents.isDestroyed()) contents.reload();
    });
  });
}

async function notify(again: boolean, reason: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: again ? 'The window stopped working again.' : 'The window stopped working and was loaded again.',
    detail: `The system’s reason: ${reason}. The capture file is untouched; marks and comments not saved are lost.`,
    buttons: again ? ['Load again', 'Leave it'] : ['OK'],
  });
  return again && response === 0;
}
