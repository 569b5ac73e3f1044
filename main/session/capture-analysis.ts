import type { CaptureId, CaptureState, JobId } from '../../preload/contract/capture';
import type { FindState } from '../../preload/contract/find';
import type { JobProgress } from '../../preload/contract/jobs';
import type { MethodName } from '../../preload/contract/methods';
import type { View } from '../../preload/contract/packets';

/** What the session is told by a capture's worker. */
export interface AnalysisListeners {
  state(state: CaptureState): void;
  viewGrew(view: View): void;
  findGrew(find: FindState): void;
  jobProgress(progress: JobProgress): void;
  died(reason: string): void;
}

/** What the session needs of a capture's worker. */
export interface CaptureAnalysis {
  /** Resolves when the file is known to be a capture; rejects with the sentence that says why it is none. */
  readonly opened: Promise<CaptureState>;
  /** @param args the method's arguments without the capture's id */
  call(method: MethodName, args: unknown[]): Promise<unknown>;
  cancelJob(job: JobId): void;
  terminate(): Promise<void>;
}

export type StartAnalysis = (path: string, id: CaptureId, listeners: AnalysisListeners) => CaptureAnalysis;
