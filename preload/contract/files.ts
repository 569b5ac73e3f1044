import type { ExportFormat } from './capture';

export interface RecentFile {
  readonly path: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly sizeBytes: number;
  /** No longer there. */
  readonly missing: boolean;
}

/** A capture that comes with the program. */
export interface SampleCapture {
  readonly path: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly shows: string;
}

export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly sizeBytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

export interface Folder {
  readonly path: string;
  /** Null at a root. */
  readonly parent: string | null;
  readonly entries: readonly FolderEntry[];
}

/** What a drop or a file input gives; the DOM's File is one. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** What a file is saved as: decides its extension. */
export type SaveFormat = ExportFormat | 'csv' | 'json' | 'bytes' | 'text';

export interface FilesApi {
  /** Shows the system's dialog; null where cancelled. Only where `ShellInfo.nativeDialogs`. */
  chooseOpen(): Promise<string | null>;
  chooseSave(suggestedName: string, format: SaveFormat): Promise<string | null>;
  /** Folders that may be looked into, for the picker that stands in for the system's dialog. */
  roots(): Promise<readonly string[]>;
  folder(path: string): Promise<Folder>;
  exists(path: string): Promise<boolean>;
  recent(): Promise<readonly RecentFile[]>;
  forgetRecent(path: string): Promise<void>;
  samples(): Promise<readonly SampleCapture[]>;
}

/** Done by the bridge itself, in the window's process. */
export interface DropApi {
  /** A path that `captures.open` takes: the file's own on the desktop, an uploaded copy's in the browser shell. */
  pathOf(file: DroppedFile, onProgress: (fraction: number) => void): Promise<string>;
}
