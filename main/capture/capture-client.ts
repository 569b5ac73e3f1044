import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { CaptureRequest } from './capture-request';
import type { CaptureCounters, CaptureOrder, CaptureReport } from './messages';
import { sentenceOfStop } from './stop-reasons';
import { takeInTapFiles } from './tap-recovery';
import { takeInWaiting } from './waiting-recovery';

export type StoppedReport = Extract<CaptureReport, { kind: 'stopped' }>;

/** A started process that orders can be sent to. */
export interface CaptureProcess {
  send(order: CaptureOrder): void;
  kill(): void;
  onReport(listener: (report: CaptureReport) => void): void;
  onExit(listener: () => void): void;
}

/** @param toStandardOutput whether it may write to our standard output */
export type LaunchCaptureProcess = (toStandardOutput: boolean) => CaptureProcess;

export interface CaptureListeners {
  started(path: string): void;
  counters(counters: CaptureCounters): void;
  file(path: string, removed: readonly string[]): void;
  warning(sentence: string): void;
}

/** The kernel hands over what it has four times a second. */
const drainMilliseconds = 400;
const patienceMilliseconds = 2_000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const noCounters: CaptureCounters = {
  captured: 0,
  capturedBytes: 0,
  received: null,
  droppedByKernel: null,
  droppedByInterface: null,
  missing: null,
  fileBytes: 0,
  perInterface: [],
};

/** The other end of a running capture: its process is started with it and ends with it. */
export class CaptureClient {
  /** Resolves at the end, however the capture ends. */
  readonly stopped: Promise<StoppedReport>;
  private readonly process: CaptureProcess;
  private tapPids: readonly number[] = [];
  private files: readonly string[] = [];
  private lastCounters = noCounters;

  constructor(
    request: CaptureRequest,
    listeners: Partial<CaptureListeners>,
    launch: LaunchCaptureProcess = forkCaptureProcess,
  ) {
    this.process = launch(request.path === '-');
    this.stopped = new Promise((resolve) => {
      let hasStopped = false;
      this.process.onReport((report) => {
        if (report.kind !== 'stopped') {
          this.hear(report, listeners);
          return;
        }
        hasStopped = true;
        resolve(report);
      });
      this.process.onExit(() => {
        if (hasStopped) return;
        void this.killed(request).then(resolve);
      });
    });
    this.process.send({ kind: 'start', request });
  }

  get counters(): CaptureCounters {
    return this.lastCounters;
  }

  stop(): Promise<StoppedReport> {
    this.process.send({ kind: 'stop' });
    return this.stopped;
  }

  /** Ends the process at once. What it has written stays. */
  kill(): void {
    this.process.kill();
  }

  /** What was captured since the last report, and what waited for its turn, counts too. */
  private async killed(request: CaptureRequest): Promise<StoppedReport> {
    const sentence = sentenceOfStop('killed', '', request);
    const { files, lastCounters } = this;
    const report = { kind: 'stopped', reason: 'killed', sentence, counters: lastCounters, files } as const;
    const path = files.at(-1);
    if (path === undefined || path === '-') {
      this.endTaps('SIGTERM');
      return report;
    }
    await this.drainTaps();
    try {
      const captured = (await takeInWaiting(path, request.path)) + (await takeInTapFiles(path, request.path));
      return { ...report, counters: { ...lastCounters, captured } };
    } catch {
      // As on a disk that is full. What waited stays where it is.
      return report;
    }
  }

  private hear(report: Exclude<CaptureReport, StoppedReport>, listeners: Partial<CaptureListeners>): void {
    switch (report.kind) {
      case 'started':
        this.tapPids = report.tapPids;
        this.files = [report.path];
        listeners.started?.(report.path);
        break;
      case 'counters':
        this.lastCounters = report.counters;
        listeners.counters?.(report.counters);
        break;
      case 'file':
        this.files = [...this.files.filter((file) => !report.removed.includes(file)), report.path];
        listeners.file?.(report.path, report.removed);
        break;
      case 'warning':
        listeners.warning?.(report.sentence);
    }
  }

  /** What was on the wire may still be in the kernel; those that write to files have it there when they end. */
  private async drainTaps(): Promise<void> {
    await pause(drainMilliseconds);
    this.endTaps('SIGINT');
    const since = Date.now();
    while (this.endTaps(0) > 0 && Date.now() - since < patienceMilliseconds) await pause(20);
    this.endTaps('SIGKILL');
  }

  /** A capture process that was killed could not end its taps, and one with nothing to write would not notice. @returns how many there are still */
  private endTaps(signal: NodeJS.Signals | 0): number {
    this.tapPids = this.tapPids.filter((pid) => {
      try {
        return process.kill(pid, signal);
      } catch {
        // It has ended, as it should.
        return false;
      }
    });
    return this.tapPids.length;
  }
}

function forkCaptureProcess(toStandardOutput: boolean): CaptureProcess {
  const child: ChildProcess = fork(join(__dirname, 'capture-child.js'), [], {
    stdio: ['ignore', toStandardOutput ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    serialization: 'json',
    execArgv: [],
    // It ends when its parent does, but after it has written what it has; Ctrl+C is for the parent.
    detached: process.platform !== 'win32',
  });
  return {
    send: (order) => {
      if (child.connected) child.send(order, () => {});
    },
    kill: () => child.kill('SIGKILL'),
    onReport: (listener) => child.on('message', (report) => listener(report as CaptureReport)),
    onExit: (listener) => {
      child.on('exit', listener);
      child.on('error', listener);
    },
  };
}
