import { setPriority } from 'node:os';
import type { CaptureAnalysis } from './capture-analysis';

const followMilliseconds = 250;
/** Everything on screen is asked for again when packets are shown otherwise: no oftener than this. */
const changeMilliseconds = 1_500;
/** What is decided again while a capture grows may take this part of the time. */
const partForRevisions = 1 / 20;

/** The capture that is followed, and what is to happen as it grows. */
export interface Followed {
  readonly analysis: CaptureAnalysis;
  readonly isFollowing: boolean;
  /** Reads what came since. */
  readOn(): Promise<unknown>;
  /** More packets are there; those before are as they were. */
  grew(): void;
  /** Packets shown before may be shown otherwise now. */
  changed(): void;
  /** It was noted whose connections are. */
  learned(): void;
}

/** Reads a capture on while its file grows. */
export class Following {
  private timer: NodeJS.Timeout | null = null;
  /** Rows were given away while more was read: they lack what the connections tell. */
  private servedEarly = false;
  private nextRevision = 0;
  private nextChange = 0;

  constructor(private readonly followed: () => Followed) {}

  begin(): void {
    this.end();
    giveWay();
    this.timer = setInterval(() => void this.look(), followMilliseconds);
  }

  end(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  rowsAsked(): void {
    if (this.timer !== null && this.followed().analysis.isLoading) this.servedEarly = true;
  }

  /** Judges once more what was judged while it grew, now that nothing more comes. */
  async settle(): Promise<void> {
    const { analysis } = this.followed();
    if (!analysis.isLoading) await this.followed().readOn();
    this.followed().changed();
  }

  /**
   * Decides again what was decided while more was read; in a capture of hours that takes long, so it is done more seldom the longer
   * it takes.
   */
  async revise(work: () => Promise<void>): Promise<void> {
    if (performance.now() < this.nextRevision) return;
    const started = performance.now();
    await work();
    const now = performance.now();
    this.nextRevision = now + (now - started) / partForRevisions;
  }

  private async look(): Promise<void> {
    const { analysis, isFollowing } = this.followed();
    if (!isFollowing || analysis.isLoading) return;
    const hasMore = analysis.file.refresh();
    if (hasMore) await this.followed().readOn();
    if (performance.now() >= this.nextChange) {
      // Rows that were given away early are told of even when nothing more comes: they would stay as they are.
      if (hasMore || this.servedEarly) this.tellOfChanges(analysis);
    } else if (hasMore) this.followed().grew();
  }

  private tellOfChanges(analysis: CaptureAnalysis): void {
    const learned = analysis.machine.learned();
    if (!learned && !this.servedEarly) {
      this.followed().grew();
      return;
    }
    this.servedEarly = false;
    this.nextChange = performance.now() + changeMilliseconds;
    if (learned) this.followed().learned();
    else this.followed().changed();
  }
}

const niceness = 5;

/** Whatever captures and draws comes before what is read behind it. Only Linux gives threads priorities of their own. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(niceness);
  } catch {
    // It shares the processors evenly, then.
  }
}
