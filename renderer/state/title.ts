import { visibleText } from '../format/visible-text';
import { bridge } from './bridge';
import { useCapture } from './capture';
import { hasUnsaved } from './saving';

/** Keeps the window's title at what it shows, and asks before a browser's tab with unsaved work is closed. */
export function listenToTitle(): void {
  let shown = '';
  const update = () => {
    const { capture } = useCapture.getState();
    const edited = hasUnsaved(capture);
    const title = capture ? visibleText(capture.name) : 'Wirestate';
    const key = `${title}\n${capture?.path ?? ''}\n${edited}`;
    if (key === shown) return;
    shown = key;
    document.title = capture ? `${edited ? '• ' : ''}${title} · Wirestate` : 'Wirestate';
    void bridge()
      .shell.setTitle(title, capture?.path ?? null, edited)
      .catch(() => undefined);
  };
  useCapture.subscribe(update);
  window.addEventListener('beforeunload', (event) => {
    // On the desktop main asks, with the system's own dialog: it knows `edited`.
    if (document.documentElement.dataset.shell === 'browser' && hasUnsaved(useCapture.getState().capture)) {
      event.preventDefault();
    }
  });
}
