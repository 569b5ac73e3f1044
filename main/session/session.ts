import { realpath } from 'node:fs/promises';
import type { Settings } from '../../preload/contract/settings';
import type { LaunchCaptureProcess } from '../capture/capture-client';
import { CaptureWorker } from '../worker/client';
import type { StartAnalysis } from './capture-analysis';
import { isWithin, ReachableFiles } from './reachable-files';
import { RecentFiles } from './recent-files';
import { SessionConnection } from './session-connection';
import { SettingsStore } from './settings-store';
import { UnsavedCaptures } from './unsaved-captures';
import type { SessionWindow } from './window';

export type { LaunchCaptureProcess } from '../capture/capture-client';

export interface SessionOptions {
  /** Where settings and the recent list are kept. */
  readonly userDataFolder: string;
  readonly version: string;
  readonly samplesFolder: string;
  /** Folders that windows may look into; undefined for all. */
  readonly roots?: readonly string[];
  /** Starts the analysis of a file; a worker thread unless told otherwise. */
  readonly startAnalysis?: StartAnalysis;
  /** Starts the process that captures; a child of this one unless told otherwise. */
  readonly launchCapture?: LaunchCaptureProcess;
  /** Takes a sentence about something that went wrong beside the user's work. */
  readonly warn?: (sentence: string) => void;
}

/** What both shells host: the open captures of all windows, the settings, the recent files. Knows no Electron and no HTTP. */
export class Session {
  readonly settings: SettingsStore;
  readonly recent: RecentFiles;
  readonly reachable: ReachableFiles;
  readonly unsaved: UnsavedCaptures;
  private unsavedPermitted: Promise<void> | null = null;
  private readonly connections = new Set<SessionConnection>();
  private lastCapture = 0;
  private passingFolders: readonly string[] = [];
  readonly warn: (sentence: string) => void;
  readonly startAnalysis: StartAnalysis;

  constructor(readonly options: SessionOptions) {
    this.warn = options.warn ?? ((sentence) => console.error(sentence));
    this.startAnalysis = options.startAnalysis ?? ((path, id, listeners) => new CaptureWorker(path, id, listeners));
    this.settings = new SettingsStore(options.userDataFolder, this.warn);
    this.recent = new RecentFiles(options.userDataFolder, this.warn);
    this.reachable = new ReachableFiles(options.roots);
    this.reachable.permit(options.samplesFolder);
    this.unsaved = new UnsavedCaptures(options.userDataFolder);
  }

  connect(window: SessionWindow): SessionConnection {
    const connection = new SessionConnection(this, window, () => this.connections.delete(connection));
    this.connections.add(connection);
    return connection;
  }

  /** Lets windows open what is in a folder that will be gone at the end, such as that of the uploads. */
  async permitPassing(folder: string): Promise<void> {
    this.reachable.permit(folder);
    this.passingFolders = [...this.passingFolders, await realpath(folder)];
  }

  /** Makes room for a temporary capture, which windows may then open. */
  async beginUnsaved(devices: readonly string[]): Promise<string> {
    const path = await this.unsaved.begin(devices);
    await this.permitUnsaved();
    return path;
  }

  permitUnsaved(): Promise<void> {
    this.unsavedPermitted ??= this.permitPassing(this.unsaved.folder);
    return this.unsavedPermitted;
  }

  /** Whether a file is not worth remembering: it will be gone, or comes with the program. */
  isPassing(path: string): boolean {
    return [...this.passingFolders, this.options.samplesFolder].some((folder) => isWithin(folder, path));
  }

  nextCaptureId(): number {
    this.lastCapture += 1;
    return this.lastCapture;
  }

  async changeSettings(changes: Partial<Settings>): Promise<Settings> {
    const settings = await this.settings.change(changes);
    for (const connection of this.connections) connection.settingsChanged(settings);
    return settings;
  }

  /** Ends every window's captures; what is to be remembered is on disk when it resolves. */
  async close(): Promise<void> {
    await Promise.all([...this.connections].map((connection) => connection.close()));
    await Promise.all([this.settings.settled(), this.recent.settled()]);
  }
}
