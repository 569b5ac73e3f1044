import { create } from 'zustand';
import type { JobProgress } from '../../preload/contract/jobs';
import { bridge, newJob } from './bridge';

/** Work shorter than this shows no progress: nothing moves without reason. */
const PATIENCE_MILLISECONDS = 500;

interface Jobs {
  /** Running work that has earned a progress bar, by job. */
  readonly shown: Readonly<Record<string, JobProgress>>;
}

export const useJobs = create<Jobs>(() => ({ shown: {} }));

const running = new Map<string, JobProgress>();
const visible = new Set<string>();
const cancelled = new Set<string>();

function publish(): void {
  const entries = [...running].filter(([job]) => visible.has(job));
  useJobs.setState({ shown: Object.fromEntries(entries) });
}

export function reportJob(progress: JobProgress): void {
  if (!running.has(progress.job)) return;
  running.set(progress.job, progress);
  if (visible.has(progress.job)) publish();
}

export function listenToJobs(): void {
  bridge().on('jobProgress', reportJob);
}

/** Runs work that can take long: after half a second its progress is shown with a way to cancel. */
export async function withJob<Result>(title: string, work: (job: string) => Promise<Result>): Promise<Result> {
  const job = newJob();
  running.set(job, { job, title, done: 0, total: 0 });
  const timer = setTimeout(() => {
    visible.add(job);
    publish();
  }, PATIENCE_MILLISECONDS);
  try {
    return await work(job);
  } finally {
    clearTimeout(timer);
    running.delete(job);
    visible.delete(job);
    cancelled.delete(job);
    publish();
  }
}

export function cancelJob(job: string): void {
  cancelled.add(job);
  void bridge()
    .jobs.cancel(job)
    .catch(() => undefined);
}

/** Whether the user has stopped work that is still running. */
export const isCancelled = (job: string): boolean => cancelled.has(job);
