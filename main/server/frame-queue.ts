import type { EventName, Events } from '../../preload/contract/events';
import type { WindowFrame } from '../../preload/contract/frames';

/**
 * Frames that wait for a window that does not take them fast enough. Of events that tell a present state only the latest of
 * each thing waits, so that a window which sleeps costs no more memory the longer it sleeps.
 */
export class FrameQueue {
  private readonly latest = new Map<string, WindowFrame>();
  private readonly others: WindowFrame[] = [];

  push(frame: WindowFrame): void {
    const subject = subjectOf(frame);
    if (subject === null) {
      this.others.push(frame);
      return;
    }
    this.latest.delete(subject);
    this.latest.set(subject, frame);
  }

  /** Answers first: a caller waits for them. */
  shift(): WindowFrame | undefined {
    if (this.others.length > 0) return this.others.shift();
    for (const [subject, frame] of this.latest) {
      this.latest.delete(subject);
      return frame;
    }
    return undefined;
  }

  /** Forgets the answers: their caller has given them up. */
  dropAnswers(): void {
    this.others.length = 0;
  }

  get answers(): number {
    return this.others.length;
  }
}

/** What an event tells the state of; null for frames that each count. */
function subjectOf(frame: WindowFrame): string | null {
  if (frame.kind !== 'event') return null;
  const payload = frame.payload as Events[EventName];
  switch (frame.event) {
    case 'captureState':
      return `state ${(payload as Events['captureState']).id}`;
    case 'liveState':
      return `live ${(payload as Events['liveState']).capture}`;
    case 'viewGrew':
      return `view ${(payload as Events['viewGrew']).capture} ${(payload as Events['viewGrew']).view.id}`;
    case 'findGrew':
      return `find ${(payload as Events['findGrew']).capture}`;
    case 'jobProgress':
      return `job ${(payload as Events['jobProgress']).job}`;
    default:
      return frame.event;
  }
}
