import type { CaptureId } from '../../preload/contract/capture';
import type { LiveCounters, LiveOptions, LiveState } from '../../preload/contract/live-capture';
import type { BackendChoice } from '../capture/backend-choice';
import { CaptureClient, type LaunchCaptureProcess, type StoppedReport } from '../capture/capture-client';
import type { CaptureRequest } from '../capture/capture-request';
import { Refusal } from './refusal';

const orderly = new Set(['asked', 'packets', 'bytes', 'seconds', 'files']);
const mostWarnings = 20;
const calledOffSentence = 'The start was called off.';

export const noCounters: LiveCounters = {
  captured: 0,
  capturedBytes: 0,
  received: null,
  droppedByKernel: null,
  droppedByInterface: null,
  missing: null,
  fileBytes: 0,
  perInterface: [],
};

export interface LivePlan {
  readonly options: LiveOptions;
  readonly choice: BackendChoice;
  readonly backend: NonNullable<BackendChoice['backend']>;
  /** Where it is written. */
  readonly path: string;
  readonly unsaved: boolean;
}

/** One live capture of a window, while it runs and as long as it is open afterwards. */
export class LiveCapture {
  private readonly client: CaptureClient;
  private current: LiveState;
  private listening: ((state: LiveState) => void) | null = null;

  private constructor(
    readonly plan: LivePlan,
    launch: LaunchCaptureProcess | undefined,
    started: (path: string) => void,
  ) {
    this.current = firstState(plan);
    this.client = new CaptureClient(
      requestOf(plan),
      {
        started,
        counters: (counters) => this.change({ counters }),
        file: (path, removed) => this.changeFile(path, removed),
        warning: (sentence) => this.warn(sentence),
      },
      launch,
    );
    void this.client.stopped.then((report) => this.ended(report));
  }

  /**
   * Resolves when packets are coming in.
   * @param calledOff ends it while it is being started
   * @throws Refusal with the reason where it does not come to that
   */
  static async start(plan: LivePlan, calledOff: AbortSignal, launch?: LaunchCaptureProcess): Promise<LiveCapture> {
    if (calledOff.aborted) throw new Refusal(calledOffSentence);
    let started: (path: string) => void = () => {};
    const path = new Promise<string>((resolve) => {
      started = resolve;
    });
    const live = new LiveCapture(plan, launch, (file) => started(file));
    const stop = () => void live.client.stop();
    calledOff.addEventListener('abort', stop, { once: true });
    const first = await Promise.race([path, live.client.stopped]);
    calledOff.removeEventListener('abort', stop);
    if (calledOff.aborted) {
      await live.client.stop();
      throw new Refusal(calledOffSentence);
    }
    // A capture that had its fill at once has still been one.
    if (typeof first !== 'string' && !orderly.has(first.reason)) throw new Refusal(first.sentence);
    if (typeof first === 'string') live.change({ path: first, files: [first] });
    return live;
  }

  get state(): LiveState {
    return this.current;
  }

  get isRunning(): boolean {
    return this.current.phase !== 'stopped';
  }

  /** From now on it is known as this capture, and its changes are told. */
  listen(capture: CaptureId, listener: (state: LiveState) => void): void {
    this.current = { ...this.current, capture };
    this.listening = listener;
  }

  /** Resolves when all that was on the wire until now is in the file. */
  async stop(): Promise<LiveState> {
    if (this.current.phase === 'running') this.change({ phase: 'stopping' });
    this.ended(await this.client.stop());
    return this.current;
  }

  warn(sentence: string): void {
    const others = this.current.warnings.filter((warning) => warning !== sentence);
    this.change({ warnings: [...others, sentence].slice(-mostWarnings) });
  }

  moved(path: string): void {
    this.change({ path, files: [path], unsaved: false });
  }

  private changeFile(path: string, removed: readonly string[]): void {
    this.change({ path, files: [...this.current.files.filter((file) => !removed.includes(file)), path] });
  }

  private ended({ reason, sentence, counters }: StoppedReport): void {
    if (this.current.phase === 'stopped') return;
    this.change({ phase: 'stopped', ending: sentence, failed: !orderly.has(reason), counters });
  }

  private change(changes: Partial<LiveState>): void {
    this.current = { ...this.current, ...changes };
    this.listening?.(this.current);
  }
}

/** A capture that was found again: it runs no more. */
export function recoveredState(
  capture: CaptureId,
  path: string,
  devices: readonly string[],
  startedAt: number,
): LiveState {
  return {
    capture,
    phase: 'stopped',
    backend: 'dumpcap',
    backendReason: '',
    timestamps: 'kernel',
    devices,
    filter: '',
    startedAt,
    path,
    files: [path],
    unsaved: true,
    restartReplaces: false,
    counters: noCounters,
    ending: 'This capture was left behind when the program ended.',
    failed: false,
    warnings: [],
  };
}

function firstState({ options, choice, backend, path, unsaved }: LivePlan): LiveState {
  return {
    capture: 0,
    phase: 'running',
    backend,
    backendReason: choice.reason,
    timestamps: choice.reports.find(({ name }) => name === backend)?.timestamps ?? 'kernel',
    devices: options.interfaces.map(({ device }) => device),
    filter: options.interfaces[0]?.filter ?? '',
    startedAt: Date.now(),
    path,
    files: [path],
    unsaved,
    restartReplaces: options.path !== null && options.ring === null,
    counters: noCounters,
    ending: '',
    failed: false,
    warnings: [],
  };
}

function requestOf({ options, backend, path }: LivePlan): CaptureRequest {
  const { interfaces, bufferMebibytes, ring, stop, noteProcesses } = options;
  return { backend, taps: interfaces.map((tap) => ({ ...tap, bufferMebibytes })), path, ring, stop, noteProcesses };
}
