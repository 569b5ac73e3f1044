import type { EventName, Events } from '../../preload/contract/events';
import type { FilesApi } from '../../preload/contract/files';
import type { ShellApi } from '../../preload/contract/shell';

/** What a shell does for one of its windows: everything that the contract leaves to the shell. */
export interface WindowShell extends ShellApi, Pick<FilesApi, 'chooseOpen' | 'chooseSave'> {}

/** One window as the session sees it. */
export interface SessionWindow {
  emit<Name extends EventName>(event: Name, payload: Events[Name]): void;
  readonly shell: WindowShell;
}
