import type { JobId } from './capture';

export interface JobProgress {
  readonly job: JobId;
  /** What is being done: `Sorting by Info`. */
  readonly title: string;
  readonly done: number;
  readonly total: number;
}

export interface JobsApi {
  /** Stops the work; its promise resolves with what was done so far, or rejects with `cancelled`. */
  cancel(job: JobId): Promise<void>;
}
