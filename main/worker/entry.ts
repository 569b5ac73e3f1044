import { parentPort, workerData } from 'node:worker_threads';
import { CaptureSession } from './capture-session';
import type { Reply, Request, WorkerStart } from './messages';

const port = parentPort;
if (port === null) throw new Error('the analysis worker is started by the session, not by hand');
const { path, id } = workerData as WorkerStart;

const send = (reply: Reply): void => port.postMessage(reply);

CaptureSession.open(id, path, send).then(
  (session) => {
    port.on('message', (request: Request) => void serve(session, request));
    send({ kind: 'opened', state: session.state() });
    // Without this turn the first rows would wait for the first block of the file to be analyzed.
    setImmediate(() => void session.load());
  },
  (error: Error) => {
    send({ kind: 'refused', reason: error.message });
    port.close();
  },
);

async function serve(session: CaptureSession, request: Request): Promise<void> {
  if (request.kind === 'cancel') return session.jobs.cancel(request.job);
  const { call, method, args } = request;
  try {
    const answer = (session.methods as Record<string, ((...args: never[]) => unknown) | undefined>)[method];
    if (!answer) throw new Error(`A capture does not answer ${method}.`);
    send({ kind: 'answer', call, value: await answer(...(args as never[])) });
  } catch (error) {
    send({ kind: 'error', call, reason: (error as Error).message });
  }
}
