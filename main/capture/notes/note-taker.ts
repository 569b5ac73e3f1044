import type { CaptureTime } from '../../files/capture-interface';
import { type ConnectionNote, encodeNote, type ProcessNote, type SocketNote } from '../../files/connection-note';
import { Departures } from './departures';
import { keyOf } from './note-key';
import { PortsSeen } from './ports-seen';
import { ProcessesUntold, type ProcessSample, type ProcessSource, processSource } from './process-source';
import { sampleSocketStates } from './socket-states';

/** Between two samples: a connection that is over before the next one is not noticed. */
const pauseMilliseconds = { least: 20, most: 100 } as const;
/** While sockets come and go, and packets leave time for it. */
const livelyMilliseconds = 2;
/** Sockets that came so long ago make it likely that others come. */
const livelyFor = 3_000;
const packetsThatLeaveTime = 20_000;
/** Looking through the sockets may take this part of the time, most of it waiting, where that is not above the longest pause. */
const partForSamples = 1 / 4;
const stateMilliseconds = 1_000;
/** Who holds samples against packets allows for half of this before and after. */
const mostVagueMilliseconds = 300;
const mostKept = 20_000;
/** Of one statistics block; more wait for the next. */
const mostAtOnce = 500;

/**
 * Samples, while a capture runs, which process each connection belongs to and what the kernel thinks of it, and gives what is new
 * of the connections that were captured. A packet may come in after its connection has ended, so samples are kept for a while.
 */
export class NoteTaker {
  readonly ports = new PortsSeen();
  private readonly waiting = new Map<string, ConnectionNote>();
  /** What was noted last of each socket. */
  private readonly noted = new Map<string, string>();
  /** Sockets of the last sample of processes, and of the last samples of states. */
  private owned: ReadonlySet<string> = new Set();
  private readonly departures = new Departures();
  private livelyUntil = 0;
  /** When it was last looked how many packets had gone by. */
  private looked = { time: 0, packets: 0 };
  private readonly source: ProcessSource;
  private running = false;

  constructor(
    private readonly platform: NodeJS.Platform,
    private readonly onTrouble: (sentence: string) => void,
  ) {
    this.source = processSource(platform);
  }

  start(): void {
    this.running = true;
    void this.repeat(
      (cost) => pauseAfter(cost, this.isLively()),
      () => this.sampleProcesses(),
    );
    if (this.platform === 'linux')
      void this.repeat(
        () => stateMilliseconds,
        () => this.sampleStates(),
      );
  }

  stop(): void {
    this.running = false;
  }

  /** Comments for the file: what was learned of captured connections since the last time. */
  take(): readonly string[] {
    const comments: string[] = [];
    for (const [key, note] of this.waiting) {
      if (!this.wasCaptured(note)) continue;
      this.waiting.delete(key);
      const comment = encodeNote(note);
      if (this.noted.get(key) === essence(note)) continue;
      this.noted.set(key, essence(note));
      comments.push(comment);
      if (comments.length === mostAtOnce) break;
    }
    if (this.waiting.size > mostKept) this.waiting.clear();
    if (this.noted.size > mostKept) this.noted.clear();
    return comments;
  }

  private async repeat(pause: (cost: number) => number, sample: () => Promise<boolean>): Promise<void> {
    let started = performance.now();
    while (this.running && (await sample())) {
      const cost = performance.now() - started;
      await new Promise((resolve) => setTimeout(resolve, pause(cost)));
      started = performance.now();
    }
  }

  private async sampleProcesses(): Promise<boolean> {
    try {
      const time = timeOf(Date.now());
      const sample = await this.source.sample();
      if (sample !== null) this.takeSample(sample, time);
      return true;
    } catch (error) {
      this.onTrouble(error instanceof ProcessesUntold ? error.message : `Processes are not told: ${String(error)}`);
      return false;
    }
  }

  private async sampleStates(): Promise<boolean> {
    const started = Date.now();
    const states = await sampleSocketStates();
    const took = Date.now() - started;
    // It was so at some time between the two; where they are too far apart, nobody can say what was on the wire then.
    const time = timeOf(Math.round(started + took / 2));
    if (states !== null && took <= mostVagueMilliseconds) {
      for (const note of [...states, ...this.departures.since(states)]) this.hold({ ...note, time });
    }
    return states !== null;
  }

  private takeSample({ notes, isWhole }: ProcessSample, time: CaptureTime): void {
    const { owned } = this;
    for (const note of notes) this.hold({ ...note, time });
    const present = new Set(notes.map(keyOf));
    for (const key of present) if (!owned.has(key)) this.livelyUntil = performance.now() + livelyFor;
    // A socket that is made anew between the same ends is another, and noted again.
    if (isWhole) for (const key of owned) if (!present.has(key)) this.noted.delete(key);
    this.owned = isWhole ? present : new Set([...owned, ...present]);
  }

  private isLively(): boolean {
    const now = performance.now();
    const { looked, ports } = this;
    this.looked = { time: now, packets: ports.packets };
    const rate = ((ports.packets - looked.packets) / Math.max(1, now - looked.time)) * 1000;
    return now < this.livelyUntil && rate < packetsThatLeaveTime;
  }

  private hold(note: ConnectionNote): void {
    const key = keyOf(note);
    // What was noted already need not be held against the packets again.
    if (this.noted.get(key) !== essence(note)) this.waiting.set(key, note);
  }

  private wasCaptured({ local, remote }: ProcessNote | SocketNote): boolean {
    return this.ports.has(local.port) && (remote === null || this.ports.has(remote.port));
  }
}

/** @param cost of the last sample; both in milliseconds */
export function pauseAfter(cost: number, isLively: boolean): number {
  const least = isLively ? livelyMilliseconds : pauseMilliseconds.least;
  return Math.min(pauseMilliseconds.most, Math.max(least, cost / partForSamples - cost));
}

function timeOf(milliseconds: number) {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanoseconds: (milliseconds - seconds * 1000) * 1_000_000 };
}

/** Equal for two samples where noting the second would tell nothing more. */
function essence(note: ProcessNote | SocketNote): string {
  if (note.kind === 'process') return `${note.pid} ${note.process}`;
  const { state, receiveQueue, sendQueue, values } = note;
  const { cwnd, ssthresh, retrans, unacked, lost } = values;
  return [state, receiveQueue, sendQueue, cwnd, ssthresh, retrans, unacked, lost].join(' ');
}
