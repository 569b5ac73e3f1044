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
  | 'find'
  | 'go-to-packet'
  | 'next-in-history'
  | 'previous-in-history'
  | 'mark'
  | 'comment'
  | 'time-reference'
  | 'properties'
  | 'columns'
  | 'decode-as'
  | 'toggle-theme'
  | 'shortcuts'
  | 'about'
  | 'palette';

export interface ShellApi {
  info(): Promise<ShellInfo>;
  /** The file that this window was opened for; null for none. Answers once: a reloaded window reopens what it had. */
  startupFile(): Promise<string | null>;
  newWindow(path: string | null): Promise<void>;
  setTitle(title: string, path: string | null, edited: boolean): Promise<void>;
  /** Shows a page of the project's documentation in the system's browser; refuses other addresses. */
  openDocumentation(page: string): Promise<void>;
  revealFile(path: string): Promise<void>;
}
