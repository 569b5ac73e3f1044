import type { CaptureId, CaptureState, JobId } from '../../preload/contract/capture';
import type { FindState } from '../../preload/contract/find';
import type { JobProgress } from '../../preload/contract/jobs';
import type { MethodName } from '../../preload/contract/methods';
import type { View } from '../../preload/contract/packets';

/** What the worker is started with. */
export interface WorkerStart {
  readonly path: string;
  readonly id: CaptureId;
}

/** From the session to the worker. */
export type Request =
  | { readonly kind: 'call'; readonly call: number; readonly method: MethodName; readonly args: readonly unknown[] }
  | { readonly kind: 'cancel'; readonly job: JobId };

/** From the worker to the session. */
export type Reply =
  | { readonly kind: 'opened'; readonly state: CaptureState }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly call: number; readonly reason: string }
  | { readonly kind: 'state'; readonly state: CaptureState }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'find'; readonly find: FindState }
  | { readonly kind: 'progress'; readonly progress: JobProgress };
