import { setTimeout } from 'node:timers/promises';
import { type Job, JobCancelled, type Jobs } from '../jobs';

/** How long an answer is kept back for the whole of it. */
const patienceMilliseconds = 120;

/** Work that is waited for a moment and then goes on by itself, until it is done or its job is stopped. */
export class PatientWork {
  private work: Promise<void> | null = null;

  constructor(private readonly jobs: Jobs) {}

  get isUnderWay(): boolean {
    return this.work !== null;
  }

  /** Begins the work unless it is under way. @param goOn ends when all is done, and may be called again */
  async advance(id: string, title: string, goOn: (job: Job) => Promise<void>): Promise<void> {
    this.work ??= this.run(id, title, goOn);
    await Promise.race([this.work, setTimeout(patienceMilliseconds)]);
  }

  private async run(id: string, title: string, goOn: (job: Job) => Promise<void>): Promise<void> {
    try {
      await this.jobs.run(id, title, goOn);
    } catch (error) {
      if (!(error instanceof JobCancelled)) throw error;
    } finally {
      this.work = null;
    }
  }
}
