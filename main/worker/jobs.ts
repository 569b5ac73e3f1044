import { setImmediate } from 'node:timers/promises';
import type { JobId } from '../../preload/contract/capture';
import type { JobProgress } from '../../preload/contract/jobs';

const sliceMilliseconds = 15;
const reportMilliseconds = 100;

/** Thrown where the user cancelled the work. */
export class JobCancelled extends Error {
  constructor() {
    super('cancelled');
  }
}

/** One long piece of work: lets queries in, reports how far it is, stops when cancelled. */
export class Job {
  readonly controller = new AbortController();
  private sliceEnd = performance.now() + sliceMilliseconds;
  private reported = performance.now();

  constructor(
    readonly id: JobId,
    private readonly title: string,
    private readonly report: (progress: JobProgress) => void,
  ) {}

  /** Says how far the work is; passed on ten times a second at most. */
  tell(done: number, total: number): void {
    const now = performance.now();
    if (now - this.reported < reportMilliseconds) return;
    this.reported = now;
    this.report({ job: this.id, title: this.title, done, total });
  }

  /**
   * To be called often. Returns at once while the present slice lasts.
   * @throws JobCancelled
   */
  async breathe(done = 0, total = 0): Promise<void> {
    const now = performance.now();
    if (now < this.sliceEnd) return;
    if (total > 0) this.tell(done, total);
    await setImmediate();
    if (this.controller.signal.aborted) throw new JobCancelled();
    this.sliceEnd = performance.now() + sliceMilliseconds;
  }
}

/** Work that nobody follows or cancels; it lets queries in all the same. */
export const unwatched = (): Job => new Job('', '', () => {});

/** The jobs under way, by the id that their callers gave them. */
export class Jobs {
  private readonly running = new Map<JobId, Job>();

  constructor(private readonly report: (progress: JobProgress) => void) {}

  async run<Result>(id: JobId, title: string, work: (job: Job) => Promise<Result>): Promise<Result> {
    const job = new Job(id, title, this.report);
    this.running.set(id, job);
    try {
      return await work(job);
    } finally {
      if (this.running.get(id) === job) this.running.delete(id);
    }
  }

  cancel(id: JobId): void {
    this.running.get(id)?.controller.abort();
  }
}
