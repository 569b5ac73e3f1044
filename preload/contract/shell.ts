export interface ShellInfo {
  readonly kind: 'desktop' | 'browser';
  readonly version: string;
  /** `linux`, `darwin`, `win32`: of the machine that the capture files are on. */
  readonly platform: string;
  readonly nativeDialogs: boolean;
}

/** What a menu, a key of the system or another process asks the window to do. */
export type Command =
  | 'open'
  | 'save'
  | 'save-as'
  | 'export'
  | 'close'
  | 'reload'
  | 'undo'
  | 'redo'
  | 'find'
  | 'find-next'
  | 'find-previous'
  | 'go-to-packet'
  | 'next-in-history'
  | 'previous-in-history'
  | 'mark'
  | 'comment'
  | 'time-reference'
  | 'properties'
  | 'columns'
  | 'decode-as'
  | 'toggle-capture'
  | 'restart-capture'
  | 'capture-options'
  | 'capture-permissions'
  | 'toggle-theme'
  | 'shortcuts'
  | 'about'
  | 'palette';

export interface ShellApi {
  info(): Promise<ShellInfo>;
  /**
   * The file that this window is to open; null for none. A new window's is the one that it was made for; that of one that was
   * loaded again is the one that it had open. Answers once each time the window is loaded.
   */
  startupFile(): Promise<string | null>;
  newWindow(path: string | null): Promise<void>;
  setTitle(title: string, path: string | null, edited: boolean): Promise<void>;
  /** Shows an `https` page of one of `documentationHosts` in the system's browser; refuses other addresses. */
  openDocumentation(page: string): Promise<void>;
  revealFile(path: string): Promise<void>;
}

/** Where the documentation that the program points to is kept. */
export const documentationHosts: readonly string[] = [
  'www.rfc-editor.org',
  'datatracker.ietf.org',
  'www.iana.org',
  'www.wireshark.org',
  'www.tcpdump.org',
];

export function isDocumentation(page: string): boolean {
  const host = /^https:\/\/([a-z0-9.-]+)(?:\/[^\s\\]*)?$/i.exec(page)?.[1];
  return host !== undefined && documentationHosts.includes(host);
}
