import type { Api, Bridge } from './contract/bridge';
import type { CaptureState } from './contract/capture';
import { isDocumentation, type ShellApi } from './contract/shell';
import { EventListeners } from './event-listeners';
import { methodTree } from './method-tree';
import { takeToken } from './page-token';
import { SessionSocket } from './session-socket';
import { upload } from './upload';

/** The file that this tab has open, so that a reloaded page can open it again. */
const openFileKey = 'wirestate.open-file';

/** The id that the shell knows this page by. A copy of the tab has it in its memory, too, and is another page. */
const windowKey = 'wirestate.window';

const wasReloaded = () =>
  performance.getEntriesByType('navigation').some((entry) => (entry as PerformanceNavigationTiming).type === 'reload');

const token = takeToken(location, history, sessionStorage);
// The shell answers an empty token with a page that says which address to open.
if (token === null) location.replace('/?token=');

const listeners = new EventListeners();
const socket = new SessionSocket({
  address: `ws://${location.host}/session${location.search}`,
  token: token ?? '',
  reloaded: wasReloaded() ? sessionStorage.getItem(windowKey) : null,
  onNamed: (window) => sessionStorage.setItem(windowKey, window),
  onEvent: (event, payload) => listeners.tell(event, payload),
  onForgotten: () => location.reload(),
});

const api = methodTree((method, args) => socket.call(method, args));
let opened: CaptureState | null = null;

const bridge: Bridge = {
  ...api,
  captures: { ...api.captures, open: openAndRemember, close: closeAndForget },
  shell: { ...api.shell, ...shellOfPage(api.shell) },
  drop: { pathOf: (file, onProgress) => upload(file, token ?? '', onProgress) },
  on: (event, listener) => listeners.on(event, listener),
};

Object.defineProperty(window, 'wirestate', { value: Object.freeze(bridge) });

async function openAndRemember(path: string): ReturnType<Api['captures']['open']> {
  opened = await api.captures.open(path);
  sessionStorage.setItem(openFileKey, opened.path);
  return opened;
}

async function closeAndForget(capture: number): Promise<void> {
  if (opened?.id === capture) sessionStorage.removeItem(openFileKey);
  await api.captures.close(capture);
}

/** What a page does better itself than the shell could for it. */
function shellOfPage(shell: ShellApi): Pick<ShellApi, 'startupFile' | 'newWindow' | 'setTitle' | 'openDocumentation'> {
  return {
    startupFile: async () => {
      const made = await shell.startupFile();
      return sessionStorage.getItem(openFileKey) ?? made;
    },
    newWindow: async (path) => {
      const query = new URLSearchParams({ token: token ?? '', ...(path === null ? {} : { file: path }) });
      // Without an opener the new page starts with a memory of its own.
      window.open(`/?${query}`, '_blank', 'noopener');
    },
    // A tab's title is the document's, which the renderer keeps; there is no more to a tab.
    setTitle: async () => {},
    openDocumentation: async (page) => {
      if (!isDocumentation(page)) throw new Error(`${page} is not a page of the documentation.`);
      window.open(page, '_blank', 'noopener,noreferrer');
    },
  };
}
