import type { CaptureId, CaptureState } from './capture';
import type { FindState } from './find';
import type { JobProgress } from './jobs';
import type { LiveStart, LiveState } from './live-capture';
import type { View } from './packets';
import type { Settings } from './settings';
import type { Command } from './shell';

/** What main tells a window without being asked. */
export interface Events {
  captureState: CaptureState;
  liveState: LiveState;
  /** A ring has begun its next file, which is open now: what showed the file before turns to it. */
  liveTurned: LiveStart & { readonly from: CaptureId };
  viewGrew: { readonly capture: CaptureId; readonly view: View };
  findGrew: { readonly capture: CaptureId; readonly find: FindState };
  jobProgress: JobProgress;
  settings: Settings;
  command: { readonly command: Command };
  /** Another process or the system asks this window to open a file. */
  openFile: { readonly path: string };
  /** The connection to main was lost (browser shell) or is back. */
  connection: { readonly up: boolean };
}

export type EventName = keyof Events;
