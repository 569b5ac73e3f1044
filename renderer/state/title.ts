import { visibleText } from '../format/visible-text';
import { bridge } from './bridge';
import { useCapture } from './capture';
import { isRunning, shownName, useLive } from './live/live';
import { hasUnsaved } from './saving';

/** Keeps the window's title at what it shows, and asks before a browser's tab with unsaved work is closed. */
export function listenToTitle(): void {
  let shown = '';
  const update = () => {
    const { capture } = useCapture.getState();
    const edited = hasUnsaved(capture);
    const { live } = useLive.getState();
    const title = capture ? visibleText(shownName(capture, live)) : 'Wirestate';
    const path = capture && (live?.unsaved ? null : (live?.path ?? capture.path));
    const key = `${title}\n${path ?? ''}\n${edited}`;
    if (key === shown) return;
    shown = key;
    document.title = capture ? `${edited ? '• ' : ''}${title} · Wirestate` : 'Wirestate';
    void bridge()
      .shell.setTitle(title, path, edited)
      .catch(() => undefined);
  };
  useCapture.subscribe(update);
  useLive.subscribe(update);
  window.addEventListener('beforeunload', (event) => {
    // On the desktop main asks, with the system's own dialog: it knows `edited`.
    const isBusy = hasUnsaved(useCapture.getState().capture) || isRunning(useLive.getState().live);
    if (document.documentElement.dataset.shell === 'browser' && isBusy) {
      event.preventDefault();
    }
  });
}
