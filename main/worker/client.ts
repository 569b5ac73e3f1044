import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CaptureId, CaptureState, JobId } from '../../preload/contract/capture';
import type { FindState } from '../../preload/contract/find';
import type { JobProgress } from '../../preload/contract/jobs';
import type { MethodName } from '../../preload/contract/methods';
import type { View } from '../../preload/contract/packets';
import type { Reply, Request, WorkerStart } from './messages';

export interface CaptureListeners {
  state(state: CaptureState): void;
  viewGrew(view: View): void;
  findGrew(find: FindState): void;
  jobProgress(progress: JobProgress): void;
  /** The worker is gone and nobody asked for it; `reason` is one sentence. */
  died(reason: string): void;
}

/**
 * For what is allocated and soon forgotten, three times what is in use at once. The packets lie elsewhere, so more would only be
 * filled with garbage before it is looked through.
 */
const youngMegabytes = 12;
/** Far more than is ever in use, and little enough that the engine does not wait for gigabytes of garbage before it collects. */
const oldMegabytes = 2000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The session's end of one capture's analysis worker. */
export class CaptureWorker {
  /** Resolves once the file is known to be a capture; rejects with a sentence where it is none. */
  readonly opened: Promise<CaptureState>;
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private ended = false;
  private settleOpened: { resolve: (state: CaptureState) => void; reject: (error: Error) => void } | null = null;

  constructor(
    path: string,
    id: CaptureId,
    private readonly listeners: CaptureListeners,
  ) {
    const start: WorkerStart = { path, id };
    this.worker = new Worker(join(__dirname, 'worker.js'), {
      workerData: start,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes, maxOldGenerationSizeMb: oldMegabytes },
    });
    this.opened = new Promise((resolve, reject) => {
      this.settleOpened = { resolve, reject };
    });
    this.worker.on('message', (reply: Reply) => this.receive(reply));
    this.worker.on('error', (error) => this.end(`The analysis stopped with an error: ${error.message}.`));
    this.worker.on('exit', () => this.end('The analysis stopped unexpectedly.'));
  }

  /** @param args the method's arguments without the capture's id */
  call(method: MethodName, args: readonly unknown[]): Promise<unknown> {
    if (this.ended) return Promise.reject(new Error('The capture is closed, or its analysis stopped; open it again.'));
    const call = ++this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(call, { resolve, reject });
      this.send({ kind: 'call', call, method, args });
    });
  }

  cancelJob(job: JobId): void {
    if (!this.ended) this.send({ kind: 'cancel', job });
  }

  async terminate(): Promise<void> {
    this.ended = true;
    this.rejectAll('The capture was closed.');
    await this.worker.terminate();
  }

  private send(request: Request): void {
    this.worker.postMessage(request);
  }

  private receive(reply: Reply): void {
    switch (reply.kind) {
      case 'opened':
        this.settleOpened?.resolve(reply.state);
        this.settleOpened = null;
        return;
      case 'refused':
        this.ended = true;
        this.rejectAll(reply.reason);
        return;
      case 'state':
        this.listeners.state(reply.state);
        return;
      case 'view':
        this.listeners.viewGrew(reply.view);
        return;
      case 'find':
        this.listeners.findGrew(reply.find);
        return;
      case 'progress':
        this.listeners.jobProgress(reply.progress);
        return;
      case 'answer':
        this.waiting.get(reply.call)?.resolve(reply.value);
        break;
      case 'error':
        this.waiting.get(reply.call)?.reject(new Error(reply.reason));
    }
    this.waiting.delete(reply.call);
  }

  private end(reason: string): void {
    if (this.ended) return;
    this.ended = true;
    this.rejectAll(reason);
    this.listeners.died(reason);
  }

  private rejectAll(reason: string): void {
    const error = new Error(reason);
    this.settleOpened?.reject(error);
    this.settleOpened = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
